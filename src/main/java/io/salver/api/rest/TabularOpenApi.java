package io.salver.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.salver.api.task.RowSchema;
import io.salver.task.tabular.TabularSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes an OpenAPI document for one model of rows out of the document of the service: of its paths
 * only that of rows is left, and a row has the features of the model. Stateless.
 */
final class TabularOpenApi {

  private static final String PREDICT = "/v1/tabular/predict";
  private static final JsonNode WHOLE = read();

  private TabularOpenApi() {}

  static ObjectNode write(TabularSchema schema) {
    ObjectNode document = WHOLE.deepCopy();
    info(document, schema);
    document.putArray("tags").addAll(tags());
    JsonNode path = document.path("paths").path(PREDICT);
    document.putObject("paths").set(PREDICT, path);
    ObjectNode schemas = (ObjectNode) document.path("components").path("schemas");
    schemas.set("TabularRow", RowSchema.row(schema, RowSchema.Dialect.OPEN_API));
    model(document, schema);
    keepUsed(document);
    return document;
  }

  private static void info(ObjectNode document, TabularSchema schema) {
    document
        .putObject("info")
        .put("title", "Salver: rows of model " + schema.model().name())
        .put("version", Long.toString(schema.model().version()))
        .put(
            "description",
            "What model %s, version %d, takes and gives (%s)."
                .formatted(schema.model().name(), schema.model().version(), schema.task().text()));
  }

  private static List<JsonNode> tags() {
    ArrayNode tags = (ArrayNode) WHOLE.path("tags");
    return tags.valueStream().filter(tag -> tag.path("name").asText().equals("tabular")).toList();
  }

  /** A request names the model, and columns are those of its features. */
  private static void model(ObjectNode document, TabularSchema schema) {
    ObjectNode request =
        (ObjectNode)
            document
                .path("paths")
                .path(PREDICT)
                .path("post")
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
    request.putArray("required").add("model");
    ObjectNode properties = (ObjectNode) request.path("properties");
    properties.putObject("model").put("type", "string").putArray("enum").add(schema.model().name());
    ObjectNode columns = properties.putObject("columns");
    columns.put("type", "object").put("additionalProperties", false);
    ObjectNode lists = columns.putObject("properties");
    RowSchema.row(schema, RowSchema.Dialect.OPEN_API)
        .path("properties")
        .properties()
        .forEach(
            each ->
                lists.putObject(each.getKey()).put("type", "array").set("items", each.getValue()));
  }

  /** Drops the components that nothing refers to any more. */
  private static void keepUsed(ObjectNode document) {
    ObjectNode components = (ObjectNode) document.path("components");
    int before;
    int after = size(components);
    do {
      before = after;
      String text = document.toString();
      for (JsonNode kind : components) {
        List<String> unused =
            kind.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !text.contains("/" + name + "\""))
                .toList();
        ((ObjectNode) kind).remove(unused);
      }
      after = size(components);
    } while (after < before);
  }

  private static int size(ObjectNode components) {
    return components.valueStream().mapToInt(JsonNode::size).sum();
  }

  private static JsonNode read() {
    try (InputStream document =
        TabularOpenApi.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      return new YAMLMapper().readTree(Objects.requireNonNull(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is part of the service
    }
  }
}
