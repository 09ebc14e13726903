package io.salver.api.rollout;

/** What an operator may order of a rollout, with the path of REST that says it. */
public enum Order {
  PROMOTE("promote"),
  ROLL_BACK("rollback"),
  PAUSE("pause"),
  RESUME("resume"),
  WEIGH("weights");

  private final String path;

  Order(String path) {
    this.path = path;
  }

  /** The last segment of its path. */
  public String path() {
    return path;
  }
}
