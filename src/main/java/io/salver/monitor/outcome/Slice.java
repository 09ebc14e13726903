package io.salver.monitor.outcome;

/**
 * The predictions of one group.
 *
 * @param feature that groups
 * @param group the value that they have in common
 */
public record Slice(String feature, String group) {

  /** The group of what is in none of the first groups of a feature. */
  public static final String OTHER = "other";

  /** Its name in the label {@code slice} of metrics. */
  public String label() {
    return feature + "=" + group;
  }
}
