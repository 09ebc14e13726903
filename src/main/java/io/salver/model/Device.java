package io.salver.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a model should run. */
public sealed interface Device {

  /** On CUDA when the backend and the machine have it, else on the CPU. */
  record Auto() implements Device {}

  /** On the CPU. */
  record Cpu() implements Device {}

  /** On that CUDA device, counted from 0, and nowhere else. */
  record Cuda(int index) implements Device {}

  /** As it is written in {@code model.yaml}: {@code auto}, {@code cpu} or {@code cuda:N}. */
  default String text() {
    return switch (this) {
      case Auto _ -> "auto";
      case Cpu _ -> "cpu";
      case Cuda(int index) -> "cuda:" + index;
    };
  }

  /** The device written {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}. */
  static Optional<Device> named(String text) {
    Matcher matcher = Pattern.compile("auto|cpu|cuda(?::(\\d{1,2}))?").matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (text) {
          case "auto" -> new Auto();
          case "cpu" -> new Cpu();
          case "cuda" -> new Cuda(0);
          default -> new Cuda(Integer.parseInt(matcher.group(1)));
        });
  }
}
