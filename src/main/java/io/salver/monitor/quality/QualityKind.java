package io.salver.monitor.quality;

/** What can be wrong with values; ratios of the values that came, but for {@link #CONSTANT}. */
public enum QualityKind {
  /** Not there, or not a number where a number is due. */
  MISSING("missing"),
  /** A number outside the smallest and largest of the reference, or infinite. */
  OUT_OF_RANGE("out_of_range"),
  /** A category that the reference does not list. */
  NEW_CATEGORY("new_category"),
  /** Text where a number is due, or what is neither. */
  TYPE_ERROR("type_error"),
  /** All values are one, and those of the reference are not: 1 or 0. */
  CONSTANT("constant");

  private final String label;

  QualityKind(String label) {
    this.label = label;
  }

  /** Its name in metrics and answers. */
  public String label() {
    return label;
  }
}
