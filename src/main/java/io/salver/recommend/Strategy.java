package io.salver.recommend;

import java.util.Optional;

/** What an answer is ordered by. */
public enum Strategy {
  /** By what is known of the user: towers, index and ranker. */
  PERSONAL("personal"),
  /** By what is popular in the user's segment, without any model. */
  POPULARITY("popularity");

  private final String label;

  Strategy(String label) {
    this.label = label;
  }

  /** Its name on the wire. */
  public String label() {
    return label;
  }

  /** The strategy of that name. */
  public static Optional<Strategy> of(String label) {
    for (Strategy strategy : values()) {
      if (strategy.label.equals(label)) {
        return Optional.of(strategy);
      }
    }
    return Optional.empty();
  }
}
