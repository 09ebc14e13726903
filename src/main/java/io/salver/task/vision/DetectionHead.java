package io.salver.task.vision;

import io.salver.image.Placement;
import io.salver.tensor.Tensors;
import java.util.List;

/** Reads candidates out of the outputs of a model. Immutable. */
sealed interface DetectionHead permits YoloHead, DetrHead, ChosenHead {

  /** How many classes it tells apart; {@link io.salver.tensor.Shape#ANY} where only a run tells. */
  long classes();

  /** Whether the candidates are final: none repeats another. */
  boolean isChosen();

  /**
   * The candidates of one row whose score is at least {@code minScore}, in a list to be changed.
   *
   * @throws io.salver.fault.BackendFailure when the outputs make no sense
   */
  List<Candidate> candidates(
      Tensors outputs, int rows, int row, BoxForm form, Placement placement, float minScore);
}
