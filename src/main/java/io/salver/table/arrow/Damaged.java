package io.salver.table.arrow;

import io.salver.fault.InvalidInput;

/** Says what is wrong with a stream. */
final class Damaged {

  private Damaged() {}

  static InvalidInput stream(String what) {
    return new InvalidInput("the Arrow stream is damaged: " + what);
  }

  static InvalidInput column(String name, String what) {
    return new InvalidInput("the Arrow stream is damaged at column '%s': %s".formatted(name, what));
  }
}
