package io.salver.rollout;

/** What makes requests the same somebody's, so that they get the same arm. */
public sealed interface KeySource {

  /**
   * A header of the request, or metadata of a call.
   *
   * @param name in lower case
   */
  record Header(String name) implements KeySource {}

  /** The user that a recommendation is for. */
  record User() implements KeySource {}

  /** Nothing: every request is its own. */
  record None() implements KeySource {}
}
