package io.salver.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One request in no protocol's words, and what every protocol must answer.
 *
 * @param name the rule, as a sentence
 * @param forms the ways of sending it that the rule concerns
 * @param requested the outputs asked for; empty: all
 * @param outputParameters of every requested output, of the same kinds as {@code parameters}
 * @param parameters of the request: Boolean, Long, Double or String
 */
public record InferenceCase(
    String name,
    Set<Form> forms,
    String model,
    String version,
    String id,
    List<Values> inputs,
    List<String> requested,
    Map<String, Object> outputParameters,
    Map<String, Object> parameters,
    Expected expected) {

  /** How tensors are sent. */
  public enum Form {
    /** REST, elements in the JSON. */
    JSON,
    /** REST, binary tensors after the JSON. */
    BINARY,
    /** gRPC, typed contents. */
    CONTENTS,
    /** gRPC, raw contents. */
    RAW;

    public boolean isRest() {
      return this == JSON || this == BINARY;
    }
  }

  /** What must come back. */
  public sealed interface Expected {

    /** These outputs, in this order. */
    record Outputs(List<Values> outputs) implements Expected {}

    /** These statuses, and a text that contains {@code text}. */
    record Failure(int http, String grpc, String text) implements Expected {}
  }

  @Override
  public String toString() {
    return name;
  }
}
