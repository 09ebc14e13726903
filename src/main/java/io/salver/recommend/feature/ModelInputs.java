package io.salver.recommend.feature;

import java.util.List;
import java.util.Optional;

/**
 * The features that one model takes, in the order of its tensors' columns.
 *
 * @param categorical columns of the tensor {@code categorical}, INT64 {@code [n, columns]}
 * @param numeric columns of the tensor {@code numeric}, FP32 {@code [n, columns]}
 * @param history the tensor {@code history}, INT64 {@code [n, length]}; absent: it takes none
 * @param text joined to the tensor {@code text}, INT64 {@code [n, sum of lengths]}
 * @param image the tensor {@code image}, UINT8 {@code [n, height, width, 3]}; absent: it takes none
 */
public record ModelInputs(
    List<Feature.Categorical> categorical,
    List<Feature.Numeric> numeric,
    Optional<Feature.Sequence> history,
    List<Feature.WordSequence> text,
    Optional<Feature.Picture> image) {

  /** Copies the lists. */
  public ModelInputs {
    categorical = List.copyOf(categorical);
    numeric = List.copyOf(numeric);
    text = List.copyOf(text);
  }

  /** Inputs without texts and images. */
  public ModelInputs(
      List<Feature.Categorical> categorical,
      List<Feature.Numeric> numeric,
      Optional<Feature.Sequence> history) {
    this(categorical, numeric, history, List.of(), Optional.empty());
  }
}
