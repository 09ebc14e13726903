package io.salver.serving;

import java.util.Optional;

/**
 * How a request names a model.
 *
 * @param name the model
 * @param version the version asked for; absent: whichever serves
 */
public record ModelReference(String name, Optional<Long> version) {

  public static ModelReference latest(String name) {
    return new ModelReference(name, Optional.empty());
  }

  @Override
  public String toString() {
    return version.map(number -> name + "@" + number).orElse(name);
  }
}
