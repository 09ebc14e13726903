package io.salver.lifecycle;

/** Which of the versions that are wanted and alive, or failed, are loaded anew. */
public enum Renewal {
  /** Those whose revision differs from the one that was last tried. */
  CHANGED,
  /** Those too whose last attempt failed, though nothing of them has changed. */
  CHANGED_OR_FAILED,
  /** All of them. */
  ALL
}
