package io.salver.recommend;

/** Why an answer is less personal than it could be. */
public enum Fallback {
  /** No user id came; the towers saw the features and history of the request, identity unknown. */
  ANONYMOUS_USER("anonymous_user"),
  /** The user id is not known; the towers saw what the request told of the user. */
  UNKNOWN_USER("unknown_user"),
  /** Nothing is known of the user: the items are in order of popularity, not ranked. */
  POPULARITY("popularity");

  private final String label;

  Fallback(String label) {
    this.label = label;
  }

  /** Its name on the wire and in metrics. */
  public String label() {
    return label;
  }
}
