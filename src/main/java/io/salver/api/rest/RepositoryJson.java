package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.salver.api.Parameters;
import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.serving.InferenceService.VersionStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The bodies of the model repository extension; an empty one stands for an empty object. */
final class RepositoryJson {

  private RepositoryJson() {}

  /** Reads the value of the one field that a body may have. */
  private interface Field<T> {
    T read(JsonParser parser) throws IOException;
  }

  /** Whether the index shall have only what is ready. */
  static boolean readyOnly(Buffer body) {
    return read(body, "ready", false, RepositoryJson::flag);
  }

  /** The parameters of a load or unload. */
  static Parameters parameters(Buffer body) {
    Parameters none = new Parameters("the request");
    return read(body, "parameters", none, parser -> JsonParameters.read(parser, "the request"));
  }

  static JsonArray index(List<VersionStatus> versions) {
    JsonArray array = new JsonArray();
    for (VersionStatus version : versions) {
      array.add(
          new JsonObject()
              .put("name", version.model())
              .put("version", Long.toString(version.version()))
              .put("state", version.state().name())
              .put("reason", version.reason().orElse("")));
    }
    return array;
  }

  private static boolean flag(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default ->
          throw new InvalidInput("'ready' must be true or false, got " + Json.describe(parser));
    };
  }

  private static <T> T read(Buffer body, String name, T absent, Field<T> field) {
    T value = absent;
    try (JsonParser parser = Json.FACTORY.createParser(body.getBytes())) {
      if (parser.nextToken() == null) {
        return absent;
      }
      Json.require(parser, JsonToken.START_OBJECT, "the body", "an object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (!parser.currentName().equals(name)) {
          throw new InvalidInput(
              "unknown field '"
                  + parser.currentName()
                  + "'"
                  + Nearest.hint(parser.currentName(), Set.of(name)));
        }
        if (parser.nextToken() != JsonToken.VALUE_NULL) {
          value = field.read(parser);
        }
      }
      if (parser.nextToken() != null) {
        throw new InvalidInput("there is more after the JSON object: " + Json.describe(parser));
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInput("malformed JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InvalidInput("the JSON is not UTF-8");
    }
    return value;
  }
}
