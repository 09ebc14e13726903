package io.salver.api;

import io.salver.task.ClassScore;
import io.salver.task.text.QuestionAnswer;
import io.salver.task.text.QuestionRequest;
import io.salver.task.text.TextAnswer;
import io.salver.task.text.TextAnswer.Reading;
import io.salver.task.text.TextFinding;
import io.salver.task.text.TextFinding.Classes;
import io.salver.task.text.TextFinding.Entity;
import io.salver.task.text.TextFinding.Scope;
import io.salver.task.text.TextFinding.ScopeMeasure;
import io.salver.task.text.TextRequest;
import io.salver.task.text.TextService;
import io.salver.task.text.TextTask;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Reads in each text what was asked: a class whose label is the text with the parameters, and an
 * entity that is its last word. A text has as many tokens as characters; one with {@code beyond} is
 * out of scope, one with {@code long} was cut. The answer to a question is the first place of the
 * context that has it. Fails as {@link FakeTasks} says.
 */
public final class FakeText implements TextService {

  private final FakeTasks tasks = new FakeTasks();

  /** What is the same for all tasks. */
  public FakeTasks tasks() {
    return tasks;
  }

  @Override
  public CompletionStage<TextAnswer> read(TextRequest request) {
    return tasks.answer(
        request.context(),
        request.texts().stream().map(FakeText::bytes).toList(),
        model ->
            new TextAnswer(
                model,
                request.texts().stream().map(text -> reading(text, request.task())).toList(),
                FakeTasks.TIMES));
  }

  @Override
  public CompletionStage<QuestionAnswer> answer(QuestionRequest request) {
    return tasks.answer(
        request.context(),
        List.of(bytes(request.question()), bytes(request.text())),
        model ->
            new QuestionAnswer(
                model,
                spans(request.text(), request.question()),
                0.25,
                request.question().length() + request.text().length(),
                false,
                2,
                FakeTasks.TIMES));
  }

  private static List<QuestionAnswer.Span> spans(String text, String wanted) {
    int start = text.indexOf(wanted);
    return start < 0
        ? List.of()
        : List.of(new QuestionAnswer.Span(wanted, start, start + wanted.length(), 0.5));
  }

  private static Reading reading(String text, TextTask task) {
    return new Reading(text.length(), text.contains("long"), 1, finding(text, task));
  }

  private static TextFinding finding(String text, TextTask task) {
    return switch (task) {
      case TextTask.Classify(var topK, var threshold) ->
          new Classes(
              List.of(
                  new ClassScore(
                      7,
                      "%s top %d over %s".formatted(text, topK.orElse(-1), threshold.orElse(-1)),
                      0.75f)),
              scope(text));
      case TextTask.Tag _ -> {
        int start = text.lastIndexOf(' ') + 1;
        yield new TextFinding.Entities(
            List.of(new Entity("last", text.substring(start), start, text.length(), 0.5)),
            Optional.of(new Classes(List.of(new ClassScore(1, "whole", 0.25f)), Optional.empty())));
      }
      case TextTask.Embed() -> new TextFinding.Embedding(new float[] {0.5f, -0.5f});
    };
  }

  private static Optional<Scope> scope(String text) {
    return Optional.of(new Scope(!text.contains("beyond"), ScopeMeasure.PROBABILITY, 0.75, 0.5));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
