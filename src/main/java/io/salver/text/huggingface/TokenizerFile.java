package io.salver.text.huggingface;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.fault.BackendFailure;
import io.salver.text.Vocabulary;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Reads the vocabulary out of {@code tokenizer.json}; the library does not tell it. */
final class TokenizerFile {

  private static final ObjectMapper JSON = new JsonMapper();

  private final Map<String, Integer> ids = new HashMap<>();
  private OptionalInt padding = OptionalInt.empty();

  private TokenizerFile() {}

  /**
   * The vocabulary of the file called {@code name}.
   *
   * @throws BackendFailure when it is no JSON of a tokenizer
   */
  static Vocabulary read(String name, byte[] json) {
    TokenizerFile file = new TokenizerFile();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BackendFailure("'%s' is no tokenizer: it is no JSON object".formatted(name));
      }
      file.members(parser);
    } catch (IOException malformed) {
      throw new BackendFailure("'%s' is no tokenizer: it is no JSON".formatted(name), malformed);
    }
    int size = file.ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    return new Vocabulary(file.ids, size, file.padding);
  }

  private void members(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "added_tokens" -> addedTokens(parser, value);
        case "model" -> model(parser, value);
        case "padding" -> padding(parser, value);
        default -> parser.skipChildren();
      }
    }
  }

  private void model(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken first = parser.nextToken();
      if (name.equals("vocab") && first == JsonToken.START_OBJECT) {
        byToken(parser);
      } else if (name.equals("vocab") && first == JsonToken.START_ARRAY) {
        inOrder(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  /** Of WordPiece, BPE and WordLevel: ids by token. */
  private void byToken(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String token = parser.currentName();
      parser.nextToken();
      ids.put(token, parser.getIntValue());
    }
  }

  /** Of Unigram: pairs of a token and its score, in the order of the ids. */
  private void inOrder(JsonParser parser) throws IOException {
    for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
      parser.nextToken();
      ids.put(parser.getText(), id);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        parser.skipChildren();
      }
    }
  }

  private void addedTokens(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.START_ARRAY) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        JsonNode added = JSON.readTree(parser);
        ids.put(added.path("content").asText(), added.path("id").asInt());
      }
    }
  }

  private void padding(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.START_OBJECT) {
      JsonNode settings = JSON.readTree(parser);
      if (settings.path("pad_id").isInt()) {
        padding = OptionalInt.of(settings.path("pad_id").asInt());
      }
    }
  }
}
