package io.salver.api;

import io.salver.api.TaskStep.Call;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one table of typed requests and what must come of them, for every protocol. */
public final class TaskCases {

  private TaskCases() {}

  /** What must come of a request. */
  public sealed interface Expected {

    /** An answer that has at least these fields. */
    record Answer(String json) implements Expected {}

    /** A refusal whose text has all these parts. */
    record Refusal(int http, String grpc, List<String> parts) implements Expected {}
  }

  /** One row. */
  public record Case(String name, TaskStep step, Expected expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Every row. */
  public static Stream<Case> all() {
    return Stream.of(
            pictures(),
            sounds(),
            TextCases.all(),
            TabularCases.all(),
            common(),
            wrong(),
            failures())
        .flatMap(rows -> rows);
  }

  private static Stream<Case> pictures() {
    return Stream.of(
        answer(
            "a picture is classified",
            TaskStep.of(Call.CLASSIFY_IMAGES, "{'top_k': 5}", "image", "cat"),
            "{'model': 'eyes', 'version': 3, 'images': [{'width': 3, 'height': 1, 'classes':"
                + " [{'label': 'cat top 5', 'index': 7, 'score': 0.75},"
                + " {'label': 'rest', 'index': 2, 'score': 0.25}]}]}"),
        answer(
            "several pictures are answered in order",
            TaskStep.of(Call.CLASSIFY_IMAGES, "{}", "image", "cat", "horse"),
            "{'images': [{'width': 3}, {'width': 5}]}"),
        answer(
            "objects are found",
            TaskStep.of(
                Call.DETECT, "{'min_score': 0.5, 'iou': 1, 'max_boxes': 9}", "image", "street"),
            "{'images': [{'boxes': [{'label': 'street score 0.5 iou 1.0 most 9', 'index': 1,"
                + " 'score': 0.5, 'box': {'left': 1, 'top': 2, 'right': 3, 'bottom': 4}}]}]}"),
        answer(
            "what is drawn comes with the rest",
            TaskStep.of(Call.DETECT, "{'annotate': true}", "image", "a"),
            "{'images': [{'annotated': 'ZHJhd24gYQ=='}]}"),
        answer(
            "a mask as run lengths",
            TaskStep.of(Call.SEGMENT, "{'mask': 'rle'}", "image", "cells"),
            "{'images': [{'width': 5, 'height': 1, 'classes': ["
                + "{'label': 'ground', 'index': 0, 'share': 0.8},"
                + " {'label': 'cell', 'index': 1, 'share': 0.2}]}]}"),
        answer(
            "a picture becomes a vector",
            TaskStep.of(Call.EMBED, "{}", "image", "face"),
            "{'images': [{'embedding': [0.5, -0.5]}]}"),
        answer(
            "two pictures are compared",
            pair(Call.VERIFY_IMAGES, "{'threshold': 0.9}", "face", "face"),
            "{'same': true, 'similarity': 1, 'threshold': 0.9}"));
  }

  private static Stream<Case> sounds() {
    return Stream.of(
        answer(
            "a sound is written down",
            TaskStep.of(Call.TRANSCRIBE, "{'beam': 8}", "file", "one two three"),
            "{'text': 'one two three'}"),
        answer(
            "a sound is classified",
            TaskStep.of(Call.CLASSIFY_SOUND, "{'top_k': 2}", "file", "yes"),
            "{'seconds': 1.5, 'classes': [{'label': 'yes top 2', 'index': 4, 'score': 0.5}]}"),
        answer(
            "two voices are compared",
            pair(Call.VERIFY_SOUNDS, "{}", "anna", "otto"),
            "{'similarity': 0, 'threshold': 0.6}"),
        answer(
            "a text is spoken",
            new TaskStep(Call.SPEAK, "{'input': 'hello', 'response_format': 'pcm'}", Map.of()),
            "{}"));
  }

  private static Stream<Case> common() {
    return Stream.of(
        answer(
            "a version is asked for",
            TaskStep.of(Call.EMBED, "{'model': 'm', 'version': 12}", "image", "a"),
            "{'model': 'm', 'version': 12}"),
        answer(
            "a timeout and a priority are taken",
            TaskStep.of(Call.EMBED, "{'timeout': '5s', 'priority': 1}", "image", "a"),
            "{'model': 'eyes'}"),
        answer(
            "bytes of every value are kept",
            new TaskStep(
                Call.EMBED,
                "{}",
                Map.of("image", List.of(new byte[] {0, -1, 13, 10, 45, 45, 127}))),
            "{'images': [{'width': 7}]}"),
        answer(
            "a large file is taken",
            TaskStep.of(Call.EMBED, "{}", "image", "x".repeat(300_000)),
            "{'images': [{'width': 300000}]}"));
  }

  private static Stream<Case> wrong() {
    return Stream.of(
        invalid(
            "nothing to look at",
            new TaskStep(Call.DETECT, "{}", Map.of()),
            "image expects an encoded file, received nothing"),
        invalid(
            "an empty file",
            TaskStep.of(Call.CLASSIFY_IMAGES, "{}", "image", ""),
            "image expects an encoded file, received one of 0 bytes"),
        invalid(
            "one picture of two",
            TaskStep.of(Call.VERIFY_IMAGES, "{}", "first", "face"),
            "second expects an encoded file, received nothing"),
        invalid(
            "too many pictures",
            TaskStep.of(Call.EMBED, "{}", "image", names(65)),
            "image expects at most 64 files, received 65"),
        invalid(
            "too many classes",
            TaskStep.of(Call.CLASSIFY_IMAGES, "{'top_k': 0}", "image", "a"),
            "top_k expects a whole number from 1 to 1000, received"),
        invalid(
            "a score over one",
            TaskStep.of(Call.DETECT, "{'min_score': 1.5}", "image", "a"),
            "min_score expects a number from 0 to 1, received"),
        invalid(
            "no such form of a mask",
            TaskStep.of(Call.SEGMENT, "{'mask': 'bmp'}", "image", "a"),
            "mask expects one of png, rle, received 'bmp'"),
        invalid(
            "a version of nothing",
            TaskStep.of(Call.EMBED, "{'version': 1}", "image", "a"),
            "version expects the name of its model"),
        invalid(
            "a timeout without a unit",
            TaskStep.of(Call.EMBED, "{'timeout': '5'}", "image", "a"),
            "timeout expects a duration such as 500ms",
            "received '5'"),
        invalid(
            "a priority of nobody",
            TaskStep.of(Call.EMBED, "{'priority': 99}", "image", "a"),
            "priority expects a whole number"),
        invalid(
            "nothing to say",
            new TaskStep(Call.SPEAK, "{'input': ' '}", Map.of()),
            "input expects a text to speak, received none"),
        invalid(
            "too fast",
            new TaskStep(Call.SPEAK, "{'input': 'a', 'speed': 9}", Map.of()),
            "speed expects a number from 0.25 to 4, received"),
        invalid(
            "a file of sound that nobody writes",
            new TaskStep(Call.SPEAK, "{'input': 'a', 'response_format': 'mp3'}", Map.of()),
            "response_format expects one of wav, pcm, flac, received 'mp3'"));
  }

  private static Stream<Case> failures() {
    return Stream.of(
        invalid(
            "a file that is none",
            TaskStep.of(Call.CLASSIFY_IMAGES, "{}", "image", "broken"),
            "the file is damaged"),
        refusal(
            "a file that is too large",
            TaskStep.of(Call.CLASSIFY_IMAGES, "{}", "image", "a", "huge"),
            413,
            "RESOURCE_EXHAUSTED",
            "too many pixels"),
        refusal(
            "a model that is not there",
            TaskStep.of(Call.TRANSCRIBE, "{'model': 'nowhere'}", "file", "a"),
            404,
            "NOT_FOUND",
            "no model 'nowhere'"),
        refusal(
            "a model that has too much to do",
            TaskStep.of(Call.EMBED, "{'model': 'busy'}", "image", "a"),
            503,
            "UNAVAILABLE",
            "too much to do"),
        refusal(
            "a deadline that passes",
            TaskStep.of(Call.EMBED, "{'model': 'slow', 'timeout': '1ms'}", "image", "a"),
            504,
            "DEADLINE_EXCEEDED",
            "deadline passed"),
        refusal(
            "a failure of ours",
            TaskStep.of(Call.EMBED, "{}", "image", "crash"),
            500,
            "INTERNAL",
            "internal error"));
  }

  private static TaskStep pair(Call call, String json, String first, String second) {
    return new TaskStep(
        call,
        json,
        Map.of(
            "first", List.of(first.getBytes(StandardCharsets.UTF_8)),
            "second", List.of(second.getBytes(StandardCharsets.UTF_8))));
  }

  private static String[] names(int count) {
    return Stream.iterate(0, i -> i + 1)
        .limit(count)
        .map(i -> "picture" + i)
        .collect(Collectors.toList())
        .toArray(String[]::new);
  }

  static Case answer(String name, TaskStep step, String json) {
    return new Case(name, step, new Expected.Answer(json));
  }

  static Case invalid(String name, TaskStep step, String... parts) {
    return refusal(name, step, 400, "INVALID_ARGUMENT", parts);
  }

  static Case refusal(String name, TaskStep step, int http, String grpc, String... parts) {
    return new Case(name, step, new Expected.Refusal(http, grpc, List.of(parts)));
  }
}
