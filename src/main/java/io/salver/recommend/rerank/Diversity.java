package io.salver.recommend.rerank;

import java.util.Optional;

/** How an answer is made diverse. */
public enum Diversity {
  /** Maximal marginal relevance: no item near to one that stands already. */
  MMR("mmr"),
  /** A determinantal point process: items that span as much of the space as they can. */
  DPP("dpp");

  private final String label;

  Diversity(String label) {
    this.label = label;
  }

  /** The method of that name in a definition. */
  public static Optional<Diversity> of(String label) {
    for (Diversity diversity : values()) {
      if (diversity.label.equals(label)) {
        return Optional.of(diversity);
      }
    }
    return Optional.empty();
  }
}
