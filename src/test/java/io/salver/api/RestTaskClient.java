package io.salver.api;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;

/** Asks by REST, and holds every exchange against the OpenAPI document. */
public final class RestTaskClient implements TaskClient {

  /** What a body is made of. */
  public enum Form {
    /** Parameters and files are parts. */
    MULTIPART,
    /** Parameters are fields, and files are in Base64. */
    JSON,
    /** The one file, where there is one, and parameters in the query; else parts. */
    BYTES
  }

  private final int port;
  private final Form form;

  public RestTaskClient(int port, Form form) {
    this.port = port;
    this.form = form;
  }

  @Override
  public Reply ask(TaskStep step) {
    List<byte[]> single = step.files().values().stream().findFirst().orElse(List.of());
    boolean isSingle =
        step.files().size() == 1 && single.size() == 1 && !step.files().containsKey("first");
    RequestSpecification request = request();
    if (form == Form.JSON || step.files().isEmpty()) {
      request.contentType("application/json").body(json(step));
    } else if (form == Form.BYTES && isSingle) {
      step.parameters().properties().forEach(field -> query(request, field));
      request.contentType("application/octet-stream").body(single.getFirst());
    } else {
      step.parameters()
          .properties()
          .forEach(field -> request.multiPart(field.getKey(), field.getValue().asText()));
      step.files()
          .forEach(
              (name, files) ->
                  files.forEach(
                      file ->
                          request.multiPart(name, "file.bin", file, "application/octet-stream")));
    }
    return reply(request.post(step.call().path()));
  }

  private RequestSpecification request() {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs("application/octet-stream", ContentType.BINARY)))
        .filter(new OpenApiContract())
        .baseUri("http://127.0.0.1:" + port);
  }

  private static void query(RequestSpecification request, Map.Entry<String, JsonNode> field) {
    request.queryParam(field.getKey(), field.getValue().asText());
  }

  private static String json(TaskStep step) {
    ObjectNode document = (ObjectNode) step.parameters();
    step.files()
        .forEach(
            (name, files) -> {
              if (files.size() == 1) {
                document.put(name, files.getFirst());
              } else {
                ArrayNode list = document.putArray(name + "s");
                files.forEach(file -> list.addObject().put("b64", file));
              }
            });
    return document.toString();
  }

  private static Reply reply(Response response) {
    String status = Integer.toString(response.statusCode());
    boolean isJson = response.contentType().startsWith("application/json");
    JsonNode document =
        isJson ? parse(response.asByteArray()) : JsonNodeFactory.instance.objectNode();
    if (response.statusCode() < 400) {
      return new Reply(status, "", document);
    }
    JsonNode error = document.path("error");
    return new Reply(
        status,
        error.isTextual() ? error.asText() : error.path("message").asText("?"),
        JsonNodeFactory.instance.objectNode());
  }

  private static JsonNode parse(byte[] json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
