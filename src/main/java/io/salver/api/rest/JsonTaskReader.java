package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.salver.api.WellFormedText;
import io.salver.api.task.TaskArguments;
import io.salver.fault.InvalidInput;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the JSON of a typed request. Files stand in it as Base64; they are decoded from the bytes
 * of the document into the scope, and Jackson passes over them without keeping them. A field {@code
 * …s} with a list stands for several files, each a text or {@code {"b64": "…"}}. Rows go straight
 * into columns. One use; not thread-safe.
 */
final class JsonTaskReader {

  private static final int MAX_DEPTH = 20;
  private static final int MAX_FIELDS = 256;

  /** Most characters of a text. */
  static final int MAX_TEXT = 1 << 20;

  private static final int MAX_CELL = 16 << 20;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // to name the cell that has one
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_CELL)
                  .build())
          .build();

  private final ByteBuffer document;
  private final Set<String> files;
  private final Set<String> nested;
  private final Optional<RowLimits> rows;
  private final TensorScope scope;
  private final TaskArguments said;

  /** A reader of {@code document}, from position 0, that adds to {@code said}. */
  JsonTaskReader(ByteBuffer document, TaskFields fields, TensorScope scope, TaskArguments said) {
    this.document = document;
    this.files = Set.copyOf(fields.files());
    this.nested = fields.nested();
    this.rows = fields.rows();
    this.scope = scope;
    this.said = said;
  }

  /**
   * Reads all of it.
   *
   * @throws InvalidInput when it is not well-formed, or no object of texts, numbers and files
   */
  void read() {
    WellFormedText.requireUtf8(document, "the body");
    try (JsonParser parser = FACTORY.createParser(new ByteBufferInputStream(document))) {
      readObject(parser);
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      throw Json.malformed(
          location == null ? 0 : Math.max(0, location.getByteOffset()),
          e.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw Json.notUtf8(); // in another encoding of Unicode
    }
  }

  private void readObject(JsonParser parser) throws IOException {
    parser.nextToken();
    if (parser.currentLocation().getByteOffset() < 0) {
      throw Json.notUtf8();
    }
    Json.require(parser, JsonToken.START_OBJECT, "the body", "a JSON object");
    Set<String> seen = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (!seen.add(name)) {
        throw Json.malformed(
            parser.currentTokenLocation().getByteOffset(), "Duplicate field '" + name + "'");
      }
      if (seen.size() > MAX_FIELDS) {
        throw new InvalidInput("the JSON object has more than " + MAX_FIELDS + " fields");
      }
      parser.nextToken();
      readField(parser, name);
    }
    if (parser.nextToken() != null) {
      throw new InvalidInput("there is more after the JSON object: " + Json.describe(parser));
    }
  }

  private void readField(JsonParser parser, String name) throws IOException {
    Optional<JsonRows.Form> form = rows.isPresent() ? JsonRows.Form.named(name) : Optional.empty();
    if (form.isPresent() && parser.currentToken() != JsonToken.VALUE_NULL) {
      Rows read = new JsonRows(rows.get(), scope).read(parser, form.get());
      said.addRows(name, anywhere -> read);
    } else if (files.contains(name)) {
      said.addFile(name, file(parser, name));
    } else if (name.endsWith("s") && files.contains(singular(name))) {
      readFiles(parser, name);
    } else {
      readValue(parser, name);
    }
  }

  private void readFiles(JsonParser parser, String name) throws IOException {
    Json.require(parser, JsonToken.START_ARRAY, name, "a list of files");
    for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
      String place = name + "[" + index + "]";
      ByteBuffer file =
          parser.currentToken() == JsonToken.START_OBJECT
              ? wrapped(parser, place)
              : file(parser, place);
      said.addFile(singular(name), file);
    }
  }

  private ByteBuffer wrapped(JsonParser parser, String place) throws IOException {
    if (parser.nextToken() != JsonToken.FIELD_NAME || !parser.currentName().equals("b64")) {
      throw new InvalidInput(place + " expects an object {\"b64\": \"…\"}");
    }
    parser.nextToken();
    ByteBuffer file = file(parser, place + ".b64");
    if (parser.nextToken() != JsonToken.END_OBJECT) {
      throw new InvalidInput(
          place + " expects b64 alone, received " + Json.describe(parser) + " beside it");
    }
    return file;
  }

  private ByteBuffer file(JsonParser parser, String place) throws IOException {
    Json.require(parser, JsonToken.VALUE_STRING, place, "a file in Base64");
    int quote = (int) parser.currentTokenLocation().getByteOffset();
    return Base64Text.decode(document, quote + 1, place, scope);
  }

  private void readValue(JsonParser parser, String name) throws IOException {
    boolean mayNest = nested.contains(name);
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      readList(parser, name, mayNest);
    } else if (mayNest && parser.currentToken() == JsonToken.START_OBJECT) {
      said.add(name, JsonScalars.fields(parser, name));
    } else if (parser.currentToken() != JsonToken.VALUE_NULL) { // which counts as absent
      said.add(name, JsonScalars.read(parser, name));
    }
  }

  private void readList(JsonParser parser, String name, boolean mayNest) throws IOException {
    for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
      if (mayNest && parser.currentToken() == JsonToken.START_ARRAY) {
        said.add(name, JsonScalars.items(parser, name + "[" + index + "]"));
      } else if (mayNest && parser.currentToken() == JsonToken.START_OBJECT) {
        said.add(name, JsonScalars.fields(parser, name + "[" + index + "]"));
      } else {
        said.add(name, JsonScalars.read(parser, name, index));
      }
    }
  }

  private static String singular(String plural) {
    return plural.substring(0, plural.length() - 1);
  }
}
