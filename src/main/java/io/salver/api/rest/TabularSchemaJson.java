package io.salver.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salver.api.task.RowSchema;
import io.salver.table.Feature;
import io.salver.table.FeatureType;
import io.salver.task.TaskName;
import io.salver.task.tabular.TabularSchema;

/** Writes what a model of rows takes and gives as JSON. Stateless. */
final class TabularSchemaJson {

  private TabularSchemaJson() {}

  static ObjectNode write(TabularSchema schema) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("model", schema.model().name());
    document.put("version", schema.model().version());
    document.put("task", schema.task().text());
    ObjectNode row = RowSchema.jsonSchema(schema);
    ArrayNode features = document.putArray("features");
    for (Feature feature : schema.features().features()) {
      features.add(feature(feature, row.path("properties").path(feature.name())));
    }
    document.set("answer", answer(schema));
    RowSchema.methods(schema).forEach(document.putArray("explain")::add);
    document.set("row", row);
    return document;
  }

  private static ObjectNode feature(Feature feature, JsonNode property) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", feature.name());
    document.put("type", feature.type().text());
    feature.unit().ifPresent(unit -> document.put("unit", unit));
    feature
        .range()
        .ifPresent(
            range -> {
              document.putArray("range").add(range.least()).add(range.most());
              document.put("out_of_range", RowSchema.label(feature.outOfRange()));
            });
    if (feature.type() == FeatureType.CATEGORY) {
      feature.values().forEach(document.putArray("values")::add);
      document.put("unknown", RowSchema.label(feature.unknown()));
    }
    document.put("required", feature.isRequired());
    document.put("missing", RowSchema.label(feature.missing()));
    if (property.has("default")) {
      document.set("default", property.get("default"));
    }
    feature.description().ifPresent(text -> document.put("description", text));
    return document;
  }

  private static ObjectNode answer(TabularSchema schema) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    boolean isClasses = schema.task() == TaskName.TABULAR_CLASSIFICATION;
    answer.put("kind", isClasses ? "classes" : "value");
    if (isClasses) {
      schema.labels().forEach(answer.putArray("labels")::add);
    } else {
      schema.unit().ifPresent(unit -> answer.put("unit", unit));
      schema.levels().forEach(answer.putArray("quantiles")::add);
      answer.put("mixture", schema.mixture());
    }
    schema.interval().ifPresent(level -> answer.put("interval", level));
    schema.abstain().below().ifPresent(below -> answer.put("abstain_below", below));
    schema.abstain().wider().ifPresent(wider -> answer.put("abstain_wider", wider));
    return answer;
  }
}
