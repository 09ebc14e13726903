package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.serving.RequestId;
import io.salver.task.speech.Transcription;
import io.salver.task.speech.Transcription.Segment;
import io.salver.task.speech.Transcription.Word;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/**
 * Writes transcriptions as OpenAI's interface has them: {@code json} and {@code verbose_json}. What
 * only Whisper knows of a segment has the value that means nothing there: no tokens, temperature 0.
 * Stateless.
 */
final class TranscriptionJson {

  private static final double LEAST_CONFIDENCE = 1e-10;

  private TranscriptionJson() {}

  /** What is said of the details. */
  record Details(boolean words, boolean segments, String language) {}

  static Buffer plain(RequestId id, Transcription answer) {
    return TaskJson.object(
        json -> {
          json.writeStringField("id", id.text());
          json.writeStringField("text", answer.text());
          usage(json, answer);
        });
  }

  static Buffer verbose(RequestId id, Transcription answer, Details details) {
    return TaskJson.object(
        json -> {
          json.writeStringField("id", id.text());
          json.writeStringField("task", "transcribe");
          json.writeStringField("language", details.language());
          json.writeNumberField("duration", answer.seconds());
          json.writeStringField("text", answer.text());
          if (details.words()) {
            words(json, answer);
          }
          if (details.segments()) {
            segments(json, answer);
          }
          usage(json, answer);
        });
  }

  private static void words(JsonGenerator json, Transcription answer) throws IOException {
    json.writeArrayFieldStart("words");
    for (Word word : answer.words()) {
      json.writeStartObject();
      json.writeStringField("word", word.text());
      json.writeNumberField("start", word.start());
      json.writeNumberField("end", word.end());
      json.writeNumberField("confidence", word.confidence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void segments(JsonGenerator json, Transcription answer) throws IOException {
    json.writeArrayFieldStart("segments");
    for (int id = 0; id < answer.segments().size(); id++) {
      Segment segment = answer.segments().get(id);
      json.writeStartObject();
      json.writeNumberField("id", id);
      json.writeNumberField("seek", 0);
      json.writeNumberField("start", segment.start());
      json.writeNumberField("end", segment.end());
      json.writeStringField("text", segment.text());
      json.writeArrayFieldStart("tokens");
      json.writeEndArray();
      json.writeNumberField("temperature", 0);
      json.writeNumberField(
          "avg_logprob", Math.log(Math.max(LEAST_CONFIDENCE, segment.confidence())));
      json.writeNumberField("compression_ratio", compressionRatio(segment.text()));
      json.writeNumberField("no_speech_prob", segment.text().isEmpty() ? 1 : 0);
      json.writeNumberField("confidence", segment.confidence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void usage(JsonGenerator json, Transcription answer) throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeStringField("type", "duration");
    json.writeNumberField("seconds", (long) Math.ceil(answer.seconds()));
    json.writeEndObject();
  }

  /** Bytes of the text for each byte that it takes compressed: a text that repeats has many. */
  private static double compressionRatio(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] chunk = new byte[1024];
      while (!deflater.finished()) {
        deflater.deflate(chunk);
      }
      return bytes.length / (double) deflater.getBytesWritten();
    } finally {
      deflater.end();
    }
  }
}
