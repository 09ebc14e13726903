package io.salver.recommend;

/** Why an item stands in its place of an answer. */
public enum Placement {
  /** Its score, after rules and diversity. */
  RANKED("ranked"),
  /** It was drawn from beyond the best, to learn of it. */
  EXPLORED("explored"),
  /** A rule put it there. */
  PINNED("pinned");

  private final String label;

  Placement(String label) {
    this.label = label;
  }

  /** Its name on the wire. */
  public String label() {
    return label;
  }
}
