package io.salver.recommend.feature;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.monitor.Sample;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The features of one model, compiled into readers that fill its tensors column by column: {@code
 * categorical} INT64 {@code [n, columns]}, {@code numeric} FP32 {@code [n, columns]}, {@code
 * history} INT64 {@code [n, length]} or {@code [1, length]}, {@code text} INT64 {@code [n,
 * length]}, {@code image} UINT8 {@code [n, height, width, 3]}. A tensor without columns is left
 * out. Immutable; reads the encoded items without locks.
 */
public final class EncodingPlan {

  private final ModelInputs inputs;
  private final TensorFiller.Codes codes;
  private final TensorFiller.Numbers numbers;
  private final List<TensorFiller> fillers;

  private EncodingPlan(ModelInputs inputs, EncodedTable items, boolean historyOnce) {
    this.inputs = inputs;
    this.codes =
        new TensorFiller.Codes(
            inputs.categorical().stream().map(each -> CodeReader.of(each, items)).toList());
    this.numbers =
        new TensorFiller.Numbers(
            inputs.numeric().stream().map(each -> NumberReader.of(each, items)).toList());
    List<TensorFiller> all = new ArrayList<>();
    if (!codes.readers().isEmpty()) {
      all.add(codes);
    }
    if (!numbers.readers().isEmpty()) {
      all.add(numbers);
    }
    inputs
        .history()
        .ifPresent(each -> all.add(new TensorFiller.History(each.length(), historyOnce)));
    if (!inputs.text().isEmpty()) {
      all.add(TensorFiller.Text.of(inputs.text(), items));
    }
    inputs.image().ifPresent(each -> all.add(new TensorFiller.Pictures(each)));
    this.fillers = List.copyOf(all);
  }

  /**
   * Compiles {@code inputs} over the encoded items for a model, which must take exactly the tensors
   * that they make.
   *
   * @param model its name, for messages
   * @throws BackendFailure that names the tensor, what the features make and what the model takes
   */
  public static EncodingPlan of(
      String model, Signature signature, ModelInputs inputs, EncodedTable items) {
    boolean historyOnce =
        signature
            .input(TensorFiller.History.NAME)
            .map(TensorSpec::shape)
            .filter(shape -> shape.rank() > 0 && shape.extent(0) == 1)
            .isPresent();
    EncodingPlan plan = new EncodingPlan(inputs, items, historyOnce);
    plan.check(model, signature);
    return plan;
  }

  /**
   * Fills the tensors for these rows.
   *
   * @param scope owns the tensors
   */
  public Tensors encode(Rows rows, TensorScope scope) {
    Tensors.Builder tensors = Tensors.builder();
    for (TensorFiller filler : fillers) {
      TensorSpec spec = filler.spec();
      long[] extents = spec.shape().toArray();
      extents[0] = extents[0] == Shape.ANY ? rows.count() : extents[0];
      Tensor.Dense tensor = scope.allocate(spec.dataType(), Shape.of(extents));
      filler.fill(rows, tensor);
      tensors.put(spec.name(), tensor);
    }
    return tensors.build();
  }

  /** The encoded numbers of every feature, for each row: what {@link #encode} fills, by name. */
  public List<SequencedMap<String, List<Double>>> explain(Rows rows) {
    LongBuffer filledCodes = LongBuffer.allocate(rows.count() * codes.columns());
    FloatBuffer filledNumbers = FloatBuffer.allocate(rows.count() * numbers.readers().size());
    codes.fill(rows, filledCodes);
    numbers.fill(rows, filledNumbers);
    List<SequencedMap<String, List<Double>>> explained = new ArrayList<>(rows.count());
    for (int row = 0; row < rows.count(); row++) {
      SequencedMap<String, List<Double>> features = new LinkedHashMap<>();
      for (Feature.Categorical feature : inputs.categorical()) {
        List<Double> encoded = new ArrayList<>(feature.width());
        for (int i = 0; i < feature.width(); i++) {
          encoded.add((double) filledCodes.get());
        }
        features.put(feature.name(), encoded);
      }
      for (Feature.Numeric feature : inputs.numeric()) {
        features.put(feature.name(), List.of((double) filledNumbers.get()));
      }
      explained.add(features);
    }
    return explained;
  }

  /** What is watched of these rows, each: the raw values of their features, by name. */
  public List<Sample.Builder> watch(Rows rows) {
    return WatchedFeatures.of(inputs, rows, explain(rows));
  }

  private void check(String model, Signature signature) {
    List<TensorSpec> made = fillers.stream().map(TensorFiller::spec).toList();
    for (TensorSpec spec : made) {
      TensorSpec taken =
          signature.input(spec.name()).orElseThrow(() -> untaken(model, spec, signature));
      if (taken.dataType() != spec.dataType() || !fits(spec.shape(), taken.shape())) {
        throw new BackendFailure(
            "the features of %s make an input '%s' of %s %s, the model takes %s %s"
                .formatted(
                    model,
                    spec.name(),
                    spec.dataType(),
                    spec.shape(),
                    taken.dataType(),
                    taken.shape()));
      }
    }
    if (signature.inputs().size() != made.size()) {
      throw new BackendFailure(
          "the features of "
              + model
              + " make the inputs "
              + made
              + ", the model takes "
              + signature.inputs());
    }
  }

  private static BackendFailure untaken(String model, TensorSpec spec, Signature signature) {
    return new BackendFailure(
        "the features of "
            + model
            + " make an input '"
            + spec.name()
            + "' that the model does not take; it takes "
            + signature.inputs());
  }

  private static boolean fits(Shape made, Shape taken) {
    if (taken.rank() != made.rank() || taken.extent(0) != made.extent(0)) {
      return false;
    }
    for (int axis = 1; axis < made.rank(); axis++) {
      if (taken.extent(axis) != Shape.ANY && taken.extent(axis) != made.extent(axis)) {
        return false;
      }
    }
    return true;
  }
}
