package io.salver.api;

import java.util.Set;

/**
 * Which cases the models on disk can serve: ONNX Runtime takes no wide unsigned input from Java.
 */
final class WireModels {

  private static final Set<String> ABSENT = Set.of("echo-uint16", "echo-uint32", "echo-uint64");

  private WireModels() {}

  static boolean serve(InferenceCase c) {
    return !ABSENT.contains(c.model());
  }
}
