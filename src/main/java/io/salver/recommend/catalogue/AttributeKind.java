package io.salver.recommend.catalogue;

/** What the values of a column are. */
public enum AttributeKind {
  /** One text. */
  TEXT("text"),
  /** A finite number. */
  NUMBER("number"),
  /** Several texts, in order. */
  TEXTS("texts");

  private final String label;

  AttributeKind(String label) {
    this.label = label;
  }

  /** Its name on the wire. */
  public String label() {
    return label;
  }
}
