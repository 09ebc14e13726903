package io.salver.monitor;

/** Where a version stands, in one word. */
public enum MonitorState {
  /** A feature, prediction or embedding has drifted, or a fault of its values lasts. */
  DRIFTED("drifted"),
  /** The last windows were as the reference. */
  OK("ok"),
  /** There was no window with enough samples yet. */
  TOO_FEW("too_few"),
  /** There is nothing to compare with. */
  NO_REFERENCE("no_reference");

  private final String label;

  MonitorState(String label) {
    this.label = label;
  }

  /** Its name in answers. */
  public String label() {
    return label;
  }
}
