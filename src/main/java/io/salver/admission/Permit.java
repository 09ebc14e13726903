package io.salver.admission;

/**
 * The place of one request under way, given back by the first of these calls; later ones do
 * nothing. Thread-safe.
 */
public interface Permit {

  /** It was answered: the time since it came in says how crowded the lane is. */
  void succeeded();

  /** It was not answered in time: the lane is too crowded. */
  void dropped();

  /** It ended in a way that says nothing about the lane. */
  void ignored();
}
