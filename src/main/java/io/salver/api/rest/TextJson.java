package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.api.task.AnsweredQuestions;
import io.salver.api.task.GivenText;
import io.salver.api.task.OffsetUnit;
import io.salver.api.task.TextRequests.Question;
import io.salver.serving.RequestId;
import io.salver.task.text.QuestionAnswer;
import io.salver.task.text.QuestionAnswer.Span;
import io.salver.task.text.TextAnswer;
import io.salver.task.text.TextAnswer.Reading;
import io.salver.task.text.TextFinding;
import io.salver.task.text.TextFinding.Classes;
import io.salver.task.text.TextFinding.Entity;
import io.salver.task.text.TextFinding.Scope;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Writes what was read in texts as JSON. Stateless. */
final class TextJson {

  private TextJson() {}

  static Buffer classified(RequestId id, TextAnswer answer) {
    return TaskJson.write(
        id,
        answer,
        json -> {
          json.writeArrayFieldStart("results");
          for (Reading reading : answer.texts()) {
            json.writeStartObject();
            if (reading.finding() instanceof Classes classes) {
              classes(json, classes);
            }
            extent(json, reading.tokens(), reading.cut(), reading.windows());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** With places in {@code unit}s of the texts that were read. */
  static Buffer tagged(RequestId id, TextAnswer answer, List<GivenText> inputs, OffsetUnit unit) {
    return TaskJson.write(
        id,
        answer,
        json -> {
          json.writeStringField(OffsetUnit.NAME, unit.label());
          json.writeArrayFieldStart("results");
          for (int index = 0; index < inputs.size(); index++) {
            Reading reading = answer.texts().get(index);
            json.writeStartObject();
            if (reading.finding() instanceof TextFinding.Entities(var entities, var whole)) {
              entities(json, entities, inputs.get(index), unit);
              if (whole.isPresent()) {
                classes(json, whole.get());
              }
            }
            extent(json, reading.tokens(), reading.cut(), reading.windows());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** With places in {@code unit}s of the contexts. */
  static Buffer answered(
      RequestId id, AnsweredQuestions answer, List<Question> questions, OffsetUnit unit) {
    return TaskJson.write(
        id,
        answer,
        json -> {
          json.writeStringField(OffsetUnit.NAME, unit.label());
          json.writeArrayFieldStart("results");
          for (int index = 0; index < questions.size(); index++) {
            QuestionAnswer each = answer.answers().get(index);
            json.writeStartObject();
            spans(json, each.answers(), unit.of(questions.get(index).context()));
            json.writeNumberField("no_answer", each.noAnswer());
            extent(json, each.tokens(), each.cut(), each.windows());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void classes(JsonGenerator json, Classes found) throws IOException {
    TaskJson.classes(json, found.best());
    json.writeBooleanField(
        "out_of_scope", found.scope().filter(each -> !each.inside()).isPresent());
    if (found.scope().isPresent()) {
      Scope scope = found.scope().get();
      json.writeObjectFieldStart("scope");
      json.writeStringField("measure", scope.measure().name().toLowerCase(Locale.ROOT));
      json.writeNumberField("value", scope.value());
      json.writeNumberField("threshold", scope.threshold());
      json.writeEndObject();
    }
  }

  private static void entities(
      JsonGenerator json, List<Entity> entities, GivenText input, OffsetUnit unit)
      throws IOException {
    OffsetUnit.Counter places = unit.of(input.text());
    json.writeArrayFieldStart("entities");
    for (Entity each : entities) {
      json.writeStartObject();
      json.writeStringField("label", each.type());
      json.writeStringField("text", each.text());
      json.writeNumberField("start", places.at(each.start()));
      json.writeNumberField("end", places.at(each.end()));
      json.writeNumberField("score", each.score());
      if (input.hasWords()) {
        json.writeNumberField("first_word", input.wordAt(each.start()));
        json.writeNumberField("end_word", input.wordAt(each.end() - 1) + 1);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void spans(JsonGenerator json, List<Span> spans, OffsetUnit.Counter places)
      throws IOException {
    json.writeArrayFieldStart("answers");
    for (Span each : spans) {
      json.writeStartObject();
      json.writeStringField("text", each.text());
      json.writeNumberField("start", places.at(each.start()));
      json.writeNumberField("end", places.at(each.end()));
      json.writeNumberField("score", each.score());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void extent(JsonGenerator json, int tokens, boolean cut, int windows)
      throws IOException {
    json.writeNumberField("tokens", tokens);
    json.writeBooleanField("truncated", cut);
    json.writeNumberField("windows", windows);
  }
}
