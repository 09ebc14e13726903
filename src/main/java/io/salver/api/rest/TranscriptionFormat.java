package io.salver.api.rest;

import io.salver.api.rest.TaskEndpoint.Content;
import io.salver.api.task.TaskArguments;
import io.salver.fault.InvalidInput;
import io.salver.serving.RequestId;
import io.salver.task.speech.Transcription;
import io.salver.task.speech.Transcription.Segment;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads how a transcription shall be written, in the words of OpenAI's interface. {@code prompt},
 * {@code temperature} and {@code language} are checked; the models here have no use for them but to
 * tell the language. Stateless.
 */
final class TranscriptionFormat {

  /** What is read here. */
  static final Set<String> NAMES =
      Set.of(
          "response_format",
          "timestamp_granularities",
          "timestamp_granularities[]",
          "stream",
          "language",
          "prompt",
          "temperature");

  private static final List<String> FORMATS = List.of("json", "text", "verbose_json", "srt", "vtt");
  private static final Set<String> GRANULARITIES = Set.of("word", "segment");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,20}(-[A-Za-z0-9]{1,8})*");

  private TranscriptionFormat() {}

  static Function<Transcription, Content> read(TaskArguments said, RequestId id) {
    String format = said.choice("response_format", FORMATS);
    List<String> granularities = granularities(said);
    String language = language(said);
    said.text("prompt"); // and the temperature: read for their errors
    said.real("temperature", 0, 1);
    if (said.flag("stream").orElse(false)) {
      requireStreamable(format);
      return answer -> new Content("text/event-stream", events(answer));
    }
    boolean isVerbose = format.equals("verbose_json");
    if (granularities.contains("word") && !isVerbose) {
      throw new InvalidInput(
          "timestamp_granularities with word expects the response_format verbose_json, received "
              + format);
    }
    boolean segments = granularities.isEmpty() || granularities.contains("segment");
    TranscriptionJson.Details details =
        new TranscriptionJson.Details(granularities.contains("word"), segments, language);
    return switch (format) {
      case "text" -> answer -> text("text/plain; charset=utf-8", answer.text() + "\n");
      case "srt" -> answer -> text("text/plain; charset=utf-8", Subtitles.srt(answer));
      case "vtt" -> answer -> text("text/vtt; charset=utf-8", Subtitles.vtt(answer));
      default ->
          isVerbose
              ? answer -> Content.json(TranscriptionJson.verbose(id, answer, details))
              : answer -> Content.json(TranscriptionJson.plain(id, answer));
    };
  }

  private static List<String> granularities(TaskArguments said) {
    List<String> plain = said.texts("timestamp_granularities");
    List<String> all = plain.isEmpty() ? said.texts("timestamp_granularities[]") : plain;
    for (String each : all) {
      if (!GRANULARITIES.contains(each)) {
        throw new InvalidInput(
            "timestamp_granularities expects word or segment, received '"
                + Json.shortened(each)
                + "'");
      }
    }
    return all;
  }

  private static String language(TaskArguments said) {
    String language = said.text("language").orElse("");
    if (!language.isEmpty() && !LANGUAGE.matcher(language).matches()) {
      throw new InvalidInput(
          "language expects a tag such as en, received '" + Json.shortened(language) + "'");
    }
    return language;
  }

  private static void requireStreamable(String format) {
    if (!format.equals("json") && !format.equals("text")) {
      throw new InvalidInput("stream expects the response_format json or text, received " + format);
    }
  }

  /** Server-sent events: one for each segment, and one with the whole. */
  private static Buffer events(Transcription answer) {
    Buffer events = Buffer.buffer();
    String separator = "";
    for (Segment segment : answer.segments()) {
      if (!segment.text().isEmpty()) {
        event(events, "transcript.text.delta", "delta", separator + segment.text());
        separator = " ";
      }
    }
    event(events, "transcript.text.done", "text", answer.text());
    return events;
  }

  private static void event(Buffer events, String type, String field, String text) {
    Buffer data =
        TaskJson.object(
            json -> {
              json.writeStringField("type", type);
              json.writeStringField(field, text);
            });
    events.appendString("data: ").appendBuffer(data).appendString("\n\n");
  }

  private static Content text(String mediaType, String text) {
    return new Content(mediaType, Buffer.buffer(text));
  }
}
