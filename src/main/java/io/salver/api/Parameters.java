package io.salver.api;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.fault.Unsupported;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a request, an input or a requested output. Reserved names have a fixed kind;
 * all other names are the client's own and mean nothing here. Not thread-safe.
 */
public final class Parameters {

  private final String owner;
  private final Map<String, Parameter> byName = new LinkedHashMap<>(4);

  /** No parameters yet; {@code owner} names the request, input or output in messages. */
  public Parameters(String owner) {
    this.owner = owner;
  }

  /**
   * Adds one.
   *
   * @throws InvalidInput when the name was given before
   */
  public void put(String name, Parameter value) {
    if (byName.putIfAbsent(name, value) != null) {
      throw new InvalidInput("parameter '" + name + "' of " + owner + " was given twice");
    }
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /** The boolean of that name. */
  public Optional<Boolean> flag(String name) {
    Parameter value = byName.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Parameter.Flag(boolean flag)) {
      return Optional.of(flag);
    }
    throw wrongKind(name, "a boolean", value);
  }

  /** The non-negative integer of that name. */
  public Optional<Long> count(String name) {
    Parameter value = byName.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Parameter.Whole(long whole)) {
      if (whole < 0) {
        throw new InvalidInput(
            "parameter '" + name + "' of " + owner + " must not be negative, got " + whole);
      }
      return Optional.of(whole);
    }
    throw wrongKind(name, "an integer", value);
  }

  /**
   * Refuses a reserved parameter that asks for something this service does not do. A value that
   * asks for nothing (0, false, the empty string) is let through, as clients send it by default.
   */
  public void refuse(String name) {
    Parameter value = byName.get(name);
    if (value != null && asksForSomething(value)) {
      throw new Unsupported("parameter '" + name + "' of " + owner + " is not implemented");
    }
  }

  /** Refuses every parameter that is not among {@code known}. */
  public void only(Set<String> known) {
    for (String name : byName.keySet()) {
      if (!known.contains(name)) {
        throw new InvalidInput(
            "unknown parameter '" + name + "' of " + owner + Nearest.hint(name, known));
      }
    }
  }

  private static boolean asksForSomething(Parameter value) {
    return switch (value) {
      case Parameter.Text(String text) -> !text.isEmpty();
      case Parameter.Whole(long whole) -> whole != 0;
      case Parameter.Flag(boolean flag) -> flag;
      case Parameter.Real(double real) -> real != 0;
    };
  }

  private InvalidInput wrongKind(String name, String expected, Parameter value) {
    return new InvalidInput(
        "parameter '" + name + "' of " + owner + " must be " + expected + ", got " + value.kind());
  }
}
