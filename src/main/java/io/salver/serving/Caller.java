package io.salver.serving;

import java.util.Optional;

/**
 * What a client says beside its request: the fields of an HTTP head, or the metadata of a call. It
 * is looked up when somebody asks. Thread-safe.
 */
@FunctionalInterface
public interface Caller {

  /** Says nothing. */
  Caller SILENT = _ -> Optional.empty();

  /**
   * The first value of that name, which may be anything.
   *
   * @param name in lower case
   */
  Optional<String> said(String name);
}
