package io.salver.api.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salver.table.Cell;
import io.salver.table.Feature;
import io.salver.table.OutOfRange;
import io.salver.table.Range;
import io.salver.table.Unknown;
import io.salver.task.tabular.TabularSchema;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model of rows takes, as a schema of one row: JSON Schema (2020-12), or the schema object
 * of OpenAPI 3.0. Stateless.
 */
public final class RowSchema {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RowSchema() {}

  /** In whose words. */
  public enum Dialect {
    /** JSON Schema, draft 2020-12. */
    JSON_SCHEMA,
    /** The schema object of OpenAPI 3.0. */
    OPEN_API
  }

  /** The document by itself. */
  public static ObjectNode jsonSchema(TabularSchema schema) {
    ObjectNode document = NODES.objectNode();
    document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.put(
        "title",
        "A row of model %s, version %d".formatted(schema.model().name(), schema.model().version()));
    document.setAll(row(schema, Dialect.JSON_SCHEMA));
    return document;
  }

  /** The schema of an object that is a row. */
  public static ObjectNode row(TabularSchema schema, Dialect dialect) {
    ObjectNode row = NODES.objectNode().put("type", "object");
    ObjectNode properties = row.putObject("properties");
    ArrayNode required = NODES.arrayNode();
    for (Feature feature : schema.features().features()) {
      properties.set(feature.name(), property(feature, dialect));
      if (feature.isRequired()) {
        required.add(feature.name());
      }
    }
    if (!required.isEmpty()) {
      row.set("required", required); // which OpenAPI does not let be empty
    }
    return row.put("additionalProperties", false);
  }

  /** The names of the ways in which answers can be explained. */
  public static List<String> methods(TabularSchema schema) {
    return schema.methods().stream().map(TabularRequests::label).sorted().toList();
  }

  /** The name of a constant on the wire. */
  public static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode property(Feature feature, Dialect dialect) {
    ObjectNode property = NODES.objectNode();
    String type =
        switch (feature.type()) {
          case NUMBER -> "number";
          case INTEGER -> "integer";
          case BOOLEAN -> "boolean";
          case CATEGORY, DATE, TEXT, IMAGE -> "string";
        };
    type(property, type, !feature.isRequired(), dialect);
    switch (feature.type()) {
      case CATEGORY -> values(property, feature, dialect);
      case DATE -> {} // a day, or a moment with its offset, for which there is no one format
      case IMAGE -> picture(property, dialect);
      case NUMBER, INTEGER, BOOLEAN, TEXT -> {}
    }
    feature.range().ifPresent(range -> range(property, feature, range));
    feature.defaultValue().ifPresent(value -> standard(property, value));
    feature.unit().ifPresent(unit -> property.put("x-unit", unit));
    description(feature).ifPresent(text -> property.put("description", text));
    return property;
  }

  private static void type(ObjectNode property, String type, boolean mayMiss, Dialect dialect) {
    if (!mayMiss) {
      property.put("type", type);
      return;
    }
    switch (dialect) {
      case JSON_SCHEMA -> property.putArray("type").add(type).add("null");
      case OPEN_API -> property.put("type", type).put("nullable", true);
    }
  }

  /** Only where no other is taken are they all that there is. */
  private static void values(ObjectNode property, Feature feature, Dialect dialect) {
    if (feature.values().isEmpty()) {
      return;
    }
    if (feature.unknown() == Unknown.ERROR) {
      ArrayNode values = property.putArray("enum");
      feature.values().forEach(values::add);
      if (!feature.isRequired()) {
        values.addNull();
      }
      return;
    }
    ArrayNode values = property.putArray(dialect == Dialect.JSON_SCHEMA ? "examples" : "x-values");
    feature.values().forEach(values::add);
  }

  private static void picture(ObjectNode property, Dialect dialect) {
    switch (dialect) {
      case JSON_SCHEMA ->
          property.put("contentEncoding", "base64").put("contentMediaType", "image/*");
      case OPEN_API -> property.put("x-content-encoding", "base64");
    }
  }

  /** Only where nothing else is taken is it a bound. */
  private static void range(ObjectNode property, Feature feature, Range range) {
    if (feature.outOfRange() == OutOfRange.ERROR) {
      property.put("minimum", range.least()).put("maximum", range.most());
    } else {
      property.putArray("x-range").add(range.least()).add(range.most());
    }
  }

  private static void standard(ObjectNode property, Cell value) {
    switch (value) {
      case Cell.Whole(long whole) -> property.put("default", whole);
      case Cell.Real(double real) -> property.put("default", real);
      case Cell.Flag(boolean flag) -> property.put("default", flag);
      case Cell.Text(String text) -> property.put("default", text);
      case Cell.Absent _, Cell.Moment _, Cell.Bytes _, Cell.Other _ -> {}
    }
  }

  private static Optional<String> description(Feature feature) {
    return switch (feature.type()) {
      case DATE ->
          Optional.of(
              feature.description().map(text -> text + ". ").orElse("")
                  + "A day, such as 2026-11-26, or a moment with its offset from UTC (ISO 8601)");
      case IMAGE ->
          Optional.of(
              feature.description().map(text -> text + ". ").orElse("")
                  + "An encoded picture in Base64");
      case NUMBER, INTEGER, BOOLEAN, CATEGORY, TEXT -> feature.description();
    };
  }
}
