package io.salver.recommend;

/**
 * Why an answer is worse than it should be: a stage could not be done in its budget, and something
 * simpler answered.
 *
 * @param stage {@link Stage#EMBED}, {@link Stage#RETRIEVE} or {@link Stage#RANK}
 * @param reason what kept it from being done
 * @param answeredBy what the items are ordered by instead
 */
public record Degradation(Stage stage, Reason reason, AnsweredBy answeredBy) {

  /** What kept a stage from being done. */
  public enum Reason {
    /** Its budget passed. */
    SLOW("slow"),
    /** The model behind it takes no more work now. */
    OVERLOADED("overloaded"),
    /** No version of the model behind it is ready. */
    GONE("gone"),
    /** It failed. */
    FAILED("failed");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** Its name on the wire. */
    public String label() {
      return label;
    }
  }

  /** What the items of a degraded answer are ordered by. */
  public enum AnsweredBy {
    /** The scores of the first stage. */
    RETRIEVAL("retrieval"),
    /** What is popular in the user's segment. */
    POPULARITY("popularity");

    private final String label;

    AnsweredBy(String label) {
      this.label = label;
    }

    /** Its name on the wire. */
    public String label() {
      return label;
    }
  }

  /** Its name in metrics, for example {@code rank_slow}. */
  public String label() {
    return stage.label() + "_" + reason.label();
  }
}
