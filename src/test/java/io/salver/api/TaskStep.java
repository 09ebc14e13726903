package io.salver.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One typed request, in no protocol's words.
 *
 * @param json its parameters, with single quotes
 * @param files the contents of its files by name
 */
public record TaskStep(Call call, String json, Map<String, List<byte[]>> files) {

  /** What is asked, and where REST asks it. */
  public enum Call {
    CLASSIFY_IMAGES("/v1/images/classify"),
    DETECT("/v1/images/detect"),
    SEGMENT("/v1/images/segment"),
    EMBED("/v1/images/embed"),
    VERIFY_IMAGES("/v1/images/verify"),
    TRANSCRIBE("/v1/audio/transcriptions"),
    CLASSIFY_SOUND("/v1/audio/classify"),
    VERIFY_SOUNDS("/v1/audio/verify"),
    SPEAK("/v1/audio/speech"),
    CLASSIFY_TEXT("/v1/text/classify"),
    TAG("/v1/text/tag"),
    ANSWER("/v1/text/answer"),
    PREDICT("/v1/tabular/predict");

    private final String path;

    Call(String path) {
      this.path = path;
    }

    public String path() {
      return path;
    }
  }

  /** A request with files of one name, each of which is a text. */
  public static TaskStep of(Call call, String json, String name, String... contents) {
    return new TaskStep(
        call,
        json,
        Map.of(
            name,
            List.of(contents).stream()
                .map(content -> content.getBytes(StandardCharsets.UTF_8))
                .toList()));
  }

  /** A request without files. */
  public static TaskStep of(Call call, String json) {
    return new TaskStep(call, json, Map.of());
  }

  /** Its parameters. */
  public JsonNode parameters() {
    return parse(json);
  }

  static JsonNode parse(String json) {
    try {
      return new JsonMapper().readTree(json.replace('\'', '"'));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
