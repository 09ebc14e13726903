package io.salver.model;

/** One version of one model; versions are positive. Prints as {@code name@version}. */
public record ModelId(String name, long version) {

  /** Checks that {@code version} is positive. */
  public ModelId {
    if (version < 1) {
      throw new IllegalArgumentException(
          "version " + version + " of model " + name + " is not positive");
    }
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
