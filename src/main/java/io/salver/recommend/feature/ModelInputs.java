package io.salver.recommend.feature;

import java.util.List;
import java.util.Optional;

/**
 * The features that one model takes, in the order of its tensors' columns.
 *
 * @param categorical columns of the tensor {@code categorical}, INT64 {@code [n, columns]}
 * @param numeric columns of the tensor {@code numeric}, FP32 {@code [n, columns]}
 * @param history the tensor {@code history}, INT64 {@code [n, length]}; absent: it takes none
 */
public record ModelInputs(
    List<Feature.Categorical> categorical,
    List<Feature.Numeric> numeric,
    Optional<Feature.Sequence> history) {

  /** Copies the lists. */
  public ModelInputs {
    categorical = List.copyOf(categorical);
    numeric = List.copyOf(numeric);
  }
}
