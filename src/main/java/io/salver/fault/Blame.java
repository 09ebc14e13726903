package io.salver.fault;

/**
 * Who must act on a fault; drives error budgets, which count only {@link #SERVER} and {@link
 * #CAPACITY}.
 */
public enum Blame {
  /** The request was wrong; sending it again cannot help. */
  CLIENT,
  /** The service or a model is broken. */
  SERVER,
  /** The request was right but there was no room or no time; sending it again later can help. */
  CAPACITY
}
