package io.salver.api.grpc;

import io.salver.api.task.AnsweredQuestions;
import io.salver.api.task.GivenText;
import io.salver.api.task.OffsetUnit;
import io.salver.api.task.TextRequests.Question;
import io.salver.serving.RequestId;
import io.salver.task.text.QuestionAnswer;
import io.salver.task.text.TextAnswer;
import io.salver.task.text.TextAnswer.Reading;
import io.salver.task.text.TextFinding;
import io.salver.task.text.TextFinding.Classes;
import io.salver.task.text.TextFinding.Scope;
import io.salver.v1.AnswerResponse;
import io.salver.v1.AnswerSpan;
import io.salver.v1.AnsweredQuestion;
import io.salver.v1.ClassifiedText;
import io.salver.v1.ClassifyTextResponse;
import io.salver.v1.EmbedTextResponse;
import io.salver.v1.EmbeddedText;
import io.salver.v1.Entity;
import io.salver.v1.TagResponse;
import io.salver.v1.TaggedText;
import io.salver.v1.TextScope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Encodes what was read in texts as messages. Stateless. */
final class TextAnswers {

  private TextAnswers() {}

  static ClassifyTextResponse classified(RequestId id, TextAnswer answer) {
    ClassifyTextResponse.Builder message =
        ClassifyTextResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setTimes(TaskAnswers.encode(answer.times()));
    for (Reading reading : answer.texts()) {
      ClassifiedText.Builder text =
          ClassifiedText.newBuilder()
              .setTokens(reading.tokens())
              .setTruncated(reading.cut())
              .setWindows(reading.windows());
      if (reading.finding() instanceof Classes(var best, var scope)) {
        best.forEach(score -> text.addClasses(TaskAnswers.encode(score)));
        text.setOutOfScope(isOut(scope));
        scope.ifPresent(each -> text.setScope(scope(each)));
      }
      message.addResults(text);
    }
    return message.build();
  }

  /** With places in {@code unit}s of the texts that were read. */
  static TagResponse tagged(
      RequestId id, TextAnswer answer, List<GivenText> inputs, OffsetUnit unit) {
    TagResponse.Builder message =
        TagResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setOffsetUnit(unit.label())
            .setTimes(TaskAnswers.encode(answer.times()));
    for (int index = 0; index < inputs.size(); index++) {
      Reading reading = answer.texts().get(index);
      TaggedText.Builder text =
          TaggedText.newBuilder()
              .setTokens(reading.tokens())
              .setTruncated(reading.cut())
              .setWindows(reading.windows());
      if (reading.finding() instanceof TextFinding.Entities(var entities, var whole)) {
        GivenText input = inputs.get(index);
        OffsetUnit.Counter places = unit.of(input.text());
        entities.forEach(each -> text.addEntities(entity(each, input, places)));
        whole.ifPresent(classes -> addWhole(text, classes));
      }
      message.addResults(text);
    }
    return message.build();
  }

  /** With places in {@code unit}s of the contexts. */
  static AnswerResponse answered(
      RequestId id, AnsweredQuestions answer, List<Question> questions, OffsetUnit unit) {
    AnswerResponse.Builder message =
        AnswerResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setOffsetUnit(unit.label())
            .setTimes(TaskAnswers.encode(answer.times()));
    for (int index = 0; index < questions.size(); index++) {
      QuestionAnswer each = answer.answers().get(index);
      OffsetUnit.Counter places = unit.of(questions.get(index).context());
      AnsweredQuestion.Builder result =
          AnsweredQuestion.newBuilder()
              .setNoAnswer(each.noAnswer())
              .setTokens(each.tokens())
              .setTruncated(each.cut())
              .setWindows(each.windows());
      for (QuestionAnswer.Span span : each.answers()) {
        result.addAnswers(
            AnswerSpan.newBuilder()
                .setText(span.text())
                .setStart(places.at(span.start()))
                .setEnd(places.at(span.end()))
                .setScore(span.score()));
      }
      message.addResults(result);
    }
    return message.build();
  }

  static EmbedTextResponse embedded(RequestId id, TextAnswer answer) {
    EmbedTextResponse.Builder message =
        EmbedTextResponse.newBuilder()
            .setId(id.text())
            .setModel(answer.model().name())
            .setVersion(answer.model().version())
            .setTimes(TaskAnswers.encode(answer.times()));
    for (Reading reading : answer.texts()) {
      EmbeddedText.Builder text =
          EmbeddedText.newBuilder()
              .setTokens(reading.tokens())
              .setTruncated(reading.cut())
              .setWindows(reading.windows());
      if (reading.finding() instanceof TextFinding.Embedding(float[] vector)) {
        for (float number : vector) {
          text.addEmbedding(number);
        }
      }
      message.addResults(text);
    }
    return message.build();
  }

  private static Entity entity(
      TextFinding.Entity found, GivenText input, OffsetUnit.Counter places) {
    Entity.Builder entity =
        Entity.newBuilder()
            .setLabel(found.type())
            .setText(found.text())
            .setStart(places.at(found.start()))
            .setEnd(places.at(found.end()))
            .setScore(found.score());
    if (input.hasWords()) {
      entity
          .setFirstWord(input.wordAt(found.start()))
          .setEndWord(input.wordAt(found.end() - 1) + 1);
    }
    return entity.build();
  }

  private static void addWhole(TaggedText.Builder text, Classes classes) {
    classes.best().forEach(score -> text.addClasses(TaskAnswers.encode(score)));
    text.setOutOfScope(isOut(classes.scope()));
    classes.scope().ifPresent(each -> text.setScope(scope(each)));
  }

  private static boolean isOut(Optional<Scope> scope) {
    return scope.filter(each -> !each.inside()).isPresent();
  }

  private static TextScope scope(Scope scope) {
    return TextScope.newBuilder()
        .setMeasure(scope.measure().name().toLowerCase(Locale.ROOT))
        .setValue(scope.value())
        .setThreshold(scope.threshold())
        .build();
  }
}
