package io.salver.api;

/** The value of a protocol parameter. */
public sealed interface Parameter {

  /** How the kind is called in messages. */
  String kind();

  /** A string. */
  record Text(String value) implements Parameter {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** An integer; one beyond 64 bits signed is kept as the nearest bound. */
  record Whole(long value) implements Parameter {
    @Override
    public String kind() {
      return "an integer";
    }
  }

  /** A boolean. */
  record Flag(boolean value) implements Parameter {
    @Override
    public String kind() {
      return "a boolean";
    }
  }

  /** A double. */
  record Real(double value) implements Parameter {
    @Override
    public String kind() {
      return "a double";
    }
  }
}
