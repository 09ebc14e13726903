package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.salver.api.MemoryBudget;
import io.salver.api.Parameters;
import io.salver.api.RequestOptions;
import io.salver.api.RequestedOutputs;
import io.salver.fault.InvalidInput;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the JSON of an infer request and takes the binary tensors behind it. Keys that the protocol
 * does not know are passed over, as clients send their own. One use; not thread-safe.
 */
final class JsonRequestReader {

  private final ByteBuffer document;
  private final ByteBuffer blobs;
  private final TensorScope scope;
  private final MemoryBudget budget;

  private final Tensors.Builder inputs = Tensors.builder();
  private final RequestedOutputs outputs = new RequestedOutputs();
  private String id = "";
  private RequestOptions options = RequestOptions.DEFAULT;
  private boolean hasInputs;

  /** A reader of {@code document}; {@code blobs} are the binary tensors, from position 0. */
  JsonRequestReader(ByteBuffer document, ByteBuffer blobs, TensorScope scope, MemoryBudget budget) {
    this.document = document;
    this.blobs = blobs;
    this.scope = scope;
    this.budget = budget;
  }

  /** What the document says. */
  record Document(String id, RequestOptions options, Tensors inputs, RequestedOutputs outputs) {}

  Document read() {
    try (JsonDocument json = new JsonDocument(document)) {
      readDocument(json);
    } catch (IOException e) {
      throw Json.notUtf8();
    }
    if (!hasInputs) {
      throw new InvalidInput("the request has no 'inputs'");
    }
    if (blobs.hasRemaining()) {
      throw new InvalidInput(
          blobs.remaining() + " bytes are left over after the last binary tensor");
    }
    return new Document(id, options, inputs.build(), outputs);
  }

  private void readDocument(JsonDocument json) throws IOException {
    JsonParser parser = json.parser();
    if (json.offset() < 0) {
      throw Json.notUtf8();
    }
    try {
      parser.nextToken();
      readRequest(json);
      if (parser.nextToken() != null) {
        throw new InvalidInput("there is more after the JSON object: " + Json.describe(parser));
      }
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      long seen = location == null ? 0 : location.getByteOffset();
      throw Json.malformed(json.offset(seen), e.getOriginalMessage());
    }
  }

  private void readRequest(JsonDocument json) throws IOException {
    JsonParser parser = json.parser();
    Json.require(parser, JsonToken.START_OBJECT, "the request", "a JSON object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      boolean absent = parser.nextToken() == JsonToken.VALUE_NULL;
      switch (key) {
        case "id" -> id = absent ? "" : Json.text(parser, "the id");
        case "parameters" ->
            options = RequestOptions.of(JsonParameters.read(parser, "the request"));
        case "inputs" -> readInputs(json);
        case "outputs" -> {
          if (!absent) {
            readOutputs(parser);
          }
        }
        default -> parser.skipChildren();
      }
    }
  }

  private void readInputs(JsonDocument json) throws IOException {
    JsonParser parser = json.parser();
    hasInputs = true;
    Json.require(parser, JsonToken.START_ARRAY, "'inputs'", "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonInputReader.Input input = new JsonInputReader(json, scope, budget).read(blobs);
      inputs.put(input.name(), input.tensor());
    }
  }

  private void readOutputs(JsonParser parser) throws IOException {
    Json.require(parser, JsonToken.START_ARRAY, "'outputs'", "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      readOutput(parser);
    }
  }

  private void readOutput(JsonParser parser) throws IOException {
    Json.require(parser, JsonToken.START_OBJECT, "an element of 'outputs'", "an object");
    String name = "";
    Parameters parameters = new Parameters("an output");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "name" -> name = Json.text(parser, "the name of an output");
        case "parameters" -> parameters = JsonParameters.read(parser, "output '" + name + "'");
        default -> parser.skipChildren();
      }
    }
    if (name.isEmpty()) {
      throw new InvalidInput("an element of 'outputs' has no name");
    }
    outputs.add(name, parameters);
  }
}
