package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.api.task.TabularRequests;
import io.salver.serving.RequestId;
import io.salver.table.CellProblem;
import io.salver.task.ClassScore;
import io.salver.task.tabular.Explanation;
import io.salver.task.tabular.Explanation.Attribution;
import io.salver.task.tabular.RowAnswer;
import io.salver.task.tabular.Spread;
import io.salver.task.tabular.TabularAnswer;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes what a model says of rows as JSON. Stateless. */
final class TabularJson {

  private TabularJson() {}

  /**
   * The answer as an object.
   *
   * @param most how many classes of each row; absent: all
   */
  static Buffer write(RequestId id, TabularAnswer answer, OptionalInt most) {
    return TaskJson.write(
        id,
        answer,
        json -> {
          if (answer.unit().isPresent()) {
            json.writeStringField("unit", answer.unit().get());
          }
          json.writeArrayFieldStart("results");
          for (RowAnswer row : answer.rows()) {
            json.writeStartObject();
            switch (row) {
              case RowAnswer.Classified classified -> classified(json, classified, most);
              case RowAnswer.Valued valued -> valued(json, valued);
              case RowAnswer.Refused refused -> refused(json, refused);
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void classified(JsonGenerator json, RowAnswer.Classified row, OptionalInt most)
      throws IOException {
    List<ClassScore> classes = row.classes();
    if (row.abstained().isPresent()) {
      json.writeNullField("label");
    } else {
      json.writeStringField("label", classes.getFirst().label());
    }
    TaskJson.classes(
        json, classes.subList(0, Math.min(most.orElse(Integer.MAX_VALUE), classes.size())));
    rest(json, row.abstained(), row.explanation());
  }

  private static void valued(JsonGenerator json, RowAnswer.Valued row) throws IOException {
    json.writeNumberField("value", row.value());
    if (row.spread().isPresent()) {
      spread(json, row.spread().get());
    }
    rest(json, row.abstained(), row.explanation());
  }

  private static void spread(JsonGenerator json, Spread spread) throws IOException {
    if (spread.deviation().isPresent()) {
      json.writeNumberField("deviation", spread.deviation().getAsDouble());
    }
    if (!spread.quantiles().isEmpty()) {
      json.writeArrayFieldStart("quantiles");
      for (Spread.Quantile each : spread.quantiles()) {
        json.writeStartObject();
        json.writeNumberField("level", each.level());
        json.writeNumberField("value", each.value());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    if (spread.interval().isPresent()) {
      Spread.Interval interval = spread.interval().get();
      json.writeObjectFieldStart("interval");
      json.writeNumberField("level", interval.level());
      json.writeNumberField("low", interval.low());
      json.writeNumberField("high", interval.high());
      json.writeEndObject();
    }
    if (!spread.components().isEmpty()) {
      json.writeArrayFieldStart("components");
      for (Spread.Component each : spread.components()) {
        json.writeStartObject();
        json.writeNumberField("weight", each.weight());
        json.writeNumberField("mean", each.mean());
        json.writeNumberField("deviation", each.deviation());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private static void rest(
      JsonGenerator json, Optional<String> abstained, Optional<Explanation> explanation)
      throws IOException {
    if (abstained.isPresent()) {
      json.writeStringField("abstained", abstained.get());
    }
    if (explanation.isPresent()) {
      explanation(json, explanation.get());
    }
  }

  private static void explanation(JsonGenerator json, Explanation explanation) throws IOException {
    json.writeObjectFieldStart("explanation");
    json.writeStringField("method", TabularRequests.label(explanation.method()));
    if (explanation.label().isPresent()) {
      json.writeStringField("label", explanation.label().get());
    }
    json.writeNumberField("explained", explanation.explained());
    if (explanation.baseline().isPresent()) {
      json.writeNumberField("baseline", explanation.baseline().getAsDouble());
    }
    json.writeArrayFieldStart("attributions");
    for (Attribution each : explanation.attributions()) {
      json.writeStartObject();
      json.writeStringField("feature", each.feature());
      json.writeNumberField("value", each.value());
      if (each.standardError().isPresent()) {
        json.writeNumberField("standard_error", each.standardError().getAsDouble());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("model_rows", explanation.modelRows());
    json.writeEndObject();
  }

  private static void refused(JsonGenerator json, RowAnswer.Refused row) throws IOException {
    json.writeStringField("error", row.problems().getFirst().message());
    json.writeArrayFieldStart("problems");
    for (CellProblem each : row.problems()) {
      json.writeStartObject();
      json.writeStringField("column", each.column());
      json.writeStringField("message", each.message());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("more", row.more());
  }
}
