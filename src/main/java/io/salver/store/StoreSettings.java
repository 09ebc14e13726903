package io.salver.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where catalogues are kept.
 *
 * @param url {@code jdbc:postgresql://…}; absent: a file below {@code directory}
 * @param directory of the embedded database; made when it is missing
 * @param username of PostgreSQL
 * @param password of PostgreSQL
 * @param connections the most that are open to PostgreSQL
 */
public record StoreSettings(
    Optional<String> url,
    Path directory,
    Optional<String> username,
    Optional<String> password,
    int connections) {

  /** The embedded database below that directory. */
  public static StoreSettings embedded(Path directory) {
    return new StoreSettings(Optional.empty(), directory, Optional.empty(), Optional.empty(), 8);
  }

  /** Where it is, without anything secret. */
  @Override
  public String toString() {
    return url.map(text -> text.replaceAll("\\?.*", "").replaceAll("//.*@", "//"))
        .orElseGet(directory::toString);
  }
}
