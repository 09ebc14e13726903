package io.salver.recommend.rerank;

/** Says which candidate comes next. Confined to one thread. */
interface Picker {

  /** No candidate is left. */
  int NONE = -1;

  /** The position of the next candidate, each once; {@link #NONE} when all were given. */
  int next();

  /** Tells that the candidate given last stands in the answer; what was refused is not told. */
  void taken();

  /** How many were taken before one of a higher score. */
  int moved();
}
