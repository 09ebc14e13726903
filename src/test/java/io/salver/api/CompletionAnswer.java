package io.salver.api;

import java.util.List;

/**
 * What a protocol answered.
 *
 * @param status of HTTP, or the name of gRPC's
 * @param error the message where it failed; else empty
 * @param logProbabilities of the tokens of the first choice; NaN where there is none
 * @param offsets of the tokens of the first choice
 */
public record CompletionAnswer(
    String status,
    String error,
    List<String> texts,
    List<String> finishes,
    int promptTokens,
    int completionTokens,
    List<Double> logProbabilities,
    List<Integer> offsets) {

  static CompletionAnswer failure(String status, String error) {
    return new CompletionAnswer(status, error, List.of(), List.of(), 0, 0, List.of(), List.of());
  }
}
