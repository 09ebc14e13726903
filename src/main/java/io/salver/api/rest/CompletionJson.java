package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.salver.task.generation.Choice;
import io.salver.task.generation.FinishReason;
import io.salver.task.generation.Generation;
import io.salver.task.generation.Piece;
import io.salver.task.generation.TokenScore;
import io.salver.task.generation.TokenScore.Alternative;
import io.salver.task.generation.Usage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes texts as OpenAI's interface does. One for each request: offsets, which count characters as
 * Unicode does, go on from piece to piece. Used by one thread at a time.
 */
final class CompletionJson {

  private final String id;
  private final long created;
  private final Optional<Integer> top;
  private final Map<Integer, Integer> offsetByChoice = new HashMap<>();

  /**
   * One of that request.
   *
   * @param id that every part of the answer names
   * @param created when, in seconds since 1970
   * @param top how many of the most probable tokens are told; absent: no log-probabilities
   */
  CompletionJson(String id, long created, Optional<Integer> top) {
    this.id = id;
    this.created = created;
    this.top = top;
  }

  Buffer whole(Generation answer) {
    return TaskJson.object(
        json -> {
          head(json, answer.model().name());
          json.writeArrayFieldStart("choices");
          for (Choice choice : answer.choices()) {
            Optional<FinishReason> finish = Optional.of(choice.finish());
            choice(json, new Piece(choice.index(), choice.text(), choice.tokens(), finish));
          }
          json.writeEndArray();
          usage(json, answer.usage());
        });
  }

  /** A part of a stream; where usage is told at its end, each part says that it has none. */
  Buffer part(String model, Piece piece, boolean tellsUsage) {
    return TaskJson.object(
        json -> {
          head(json, model);
          json.writeArrayFieldStart("choices");
          choice(json, piece);
          json.writeEndArray();
          if (tellsUsage) {
            json.writeNullField("usage");
          }
        });
  }

  /** The last part of a stream whose usage is told. */
  Buffer last(Generation answer) {
    return TaskJson.object(
        json -> {
          head(json, answer.model().name());
          json.writeArrayFieldStart("choices");
          json.writeEndArray();
          usage(json, answer.usage());
        });
  }

  private void head(JsonGenerator json, String model) throws IOException {
    json.writeStringField("id", id);
    json.writeStringField("object", "text_completion");
    json.writeNumberField("created", created);
    json.writeStringField("model", model);
  }

  private void choice(JsonGenerator json, Piece piece) throws IOException {
    json.writeStartObject();
    json.writeStringField("text", piece.text());
    json.writeNumberField("index", piece.choice());
    json.writeFieldName("logprobs");
    if (top.isEmpty()) {
      json.writeNull();
    } else {
      scores(json, piece);
    }
    json.writeFieldName("finish_reason");
    if (piece.finish().isPresent()) {
      json.writeString(piece.finish().get().name().toLowerCase(Locale.ROOT));
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  private void scores(JsonGenerator json, Piece piece) throws IOException {
    List<TokenScore> tokens = piece.tokens();
    json.writeStartObject();
    json.writeArrayFieldStart("tokens");
    for (TokenScore token : tokens) {
      json.writeString(token.text());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("token_logprobs");
    for (TokenScore token : tokens) {
      if (token.logProbability().isPresent()) {
        json.writeNumber(token.logProbability().getAsDouble());
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
    json.writeFieldName("top_logprobs");
    if (top.orElseThrow() == 0) {
      json.writeNull();
    } else {
      alternatives(json, tokens);
    }
    json.writeArrayFieldStart("text_offset");
    int offset = offsetByChoice.getOrDefault(piece.choice(), 0);
    for (TokenScore token : tokens) {
      json.writeNumber(offset);
      offset += token.text().codePointCount(0, token.text().length());
    }
    offsetByChoice.put(piece.choice(), offset);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void alternatives(JsonGenerator json, List<TokenScore> tokens) throws IOException {
    json.writeStartArray();
    for (TokenScore token : tokens) {
      if (token.logProbability().isEmpty()) {
        json.writeNull();
        continue;
      }
      // Several tokens can spell the same alone, such as parts of a character; the best is told.
      Map<String, Double> best = new LinkedHashMap<>();
      for (Alternative each : token.top()) {
        best.putIfAbsent(each.text(), each.logProbability());
      }
      best.putIfAbsent(token.text(), token.logProbability().getAsDouble());
      json.writeStartObject();
      for (Map.Entry<String, Double> each : best.entrySet()) {
        json.writeNumberField(each.getKey(), each.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void usage(JsonGenerator json, Usage usage) throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeNumberField("prompt_tokens", usage.promptTokens());
    json.writeNumberField("completion_tokens", usage.completionTokens());
    json.writeNumberField("total_tokens", usage.totalTokens());
    json.writeEndObject();
  }
}
