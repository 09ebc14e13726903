package io.salver.rollout;

/** A file that declares a rollout. */
public sealed interface DeclaredFile {

  /** Its name, without the directory. */
  String file();

  /** One that can be followed. */
  record Whole(String file, RolloutSpec spec) implements DeclaredFile {}

  /** One that cannot: what it said before holds. */
  record Broken(String file, String problem) implements DeclaredFile {}
}
