package io.salver.task.speech;

import java.util.List;

/**
 * Finds the symbols that a connectionist temporal classifier (Graves et al., 2006) saw, frame by
 * frame. Confined.
 */
interface CtcSearch {

  /** Takes the natural logarithms of the probabilities of all symbols in the next frame. */
  void accept(float[] logProbabilities);

  /** The symbols of the best labelling of all frames so far; the search can go on. */
  List<Emission> best();

  /** How many of those are sure: no frame to come changes them. */
  int settled();
}
