package io.salver.security;

import java.util.Locale;

/** What a caller is trusted with; each role includes those before it. */
public enum Role {
  /** Ask models and recommenders, and say what became of the answers. */
  INFER,
  /** See how the service fares, change catalogues, load and unload models. */
  OPERATE,
  /** Decide which versions get traffic. */
  ADMIN;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** As people write it. */
  public String text() {
    return text;
  }

  /** Whether whoever has this role may do what {@code needed} may. */
  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }
}
