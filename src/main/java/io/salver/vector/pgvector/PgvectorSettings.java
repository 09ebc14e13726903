package io.salver.vector.pgvector;

import java.util.Optional;

/**
 * Where the vectors are kept.
 *
 * @param url {@code jdbc:postgresql://…}, of a database whose extension {@code vector} exists, or
 *     whose user may make it
 * @param connections the most that are open: each search and each build holds one
 */
public record PgvectorSettings(
    String url, Optional<String> username, Optional<String> password, int connections) {

  /** Where it is, without anything secret. */
  @Override
  public String toString() {
    return url.replaceAll("\\?.*", "").replaceAll("//.*@", "//");
  }
}
