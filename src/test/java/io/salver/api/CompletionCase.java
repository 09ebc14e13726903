package io.salver.api;

import java.util.List;
import java.util.Map;

/**
 * A request for texts and what is answered, in every protocol.
 *
 * @param fields in the words of OpenAI's interface
 */
public record CompletionCase(String name, Map<String, Object> fields, Expected expected) {

  /** What comes of it. */
  sealed interface Expected {

    /** These texts. */
    record Texts(List<String> texts, List<String> finishes, int promptTokens, int completionTokens)
        implements Expected {}

    /** A failure of the caller's, or of the service. */
    record Refusal(String rest, String grpc, String message) implements Expected {}
  }

  @Override
  public String toString() {
    return name;
  }
}
