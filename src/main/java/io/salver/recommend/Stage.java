package io.salver.recommend;

/** The stages of a recommendation, in the order they run. */
public enum Stage {
  /** Hydrates the query: user, history and context features. Counts history items. */
  FEATURES("features"),
  /** Decides which items may be answered, before the search. Counts items of the catalogue. */
  FILTER("filter"),
  /** Runs the user tower. Counts queries. */
  EMBED("embed"),
  /** Searches the index among the items that may be answered. Counts items. */
  RETRIEVE("retrieve"),
  /** Hydrates the candidates and scores all of them in one run of the ranker. */
  RANK("rank"),
  /** Selects the answer. */
  RERANK("rerank");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** Its name on the wire and in metrics. */
  public String label() {
    return label;
  }
}
