package io.salver.task.text;

import io.salver.task.OutputValues;
import io.salver.text.TokenWindow;
import java.util.List;

/** Gathers what a model gave for the windows of one text. Confined to one thread at a time. */
interface Collector<F> {

  /**
   * Adds what the model gave for a window.
   *
   * @param outputs those of the head, of a whole run
   * @param row of the window in them
   * @throws io.salver.fault.BackendFailure when they make no sense
   */
  void add(List<OutputValues> outputs, int row, TokenWindow window);

  /** What was found, once all windows were added. */
  F finding();
}
