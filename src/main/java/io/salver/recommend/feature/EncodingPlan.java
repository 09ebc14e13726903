package io.salver.recommend.feature;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
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
 * history} INT64 {@code [n, length]}. A tensor without columns is left out. Nothing is allocated
 * per item. Immutable.
 */
public final class EncodingPlan {

  private static final String CATEGORICAL = "categorical";
  private static final String NUMERIC = "numeric";
  private static final String HISTORY = "history";

  private final ModelInputs inputs;
  private final CodeReader[] codeReaders;
  private final NumberReader[] numberReaders;
  private final int codeColumns;
  private final int historyLength;

  /** Compiles {@code inputs} over the encoded catalogue. */
  public EncodingPlan(ModelInputs inputs, EncodedTable items) {
    this.inputs = inputs;
    this.codeReaders =
        inputs.categorical().stream()
            .map(feature -> CodeReader.of(feature, items))
            .toArray(CodeReader[]::new);
    this.numberReaders =
        inputs.numeric().stream()
            .map(feature -> NumberReader.of(feature, items))
            .toArray(NumberReader[]::new);
    this.codeColumns = inputs.categorical().stream().mapToInt(Feature.Categorical::width).sum();
    this.historyLength = inputs.history().map(Feature.Sequence::length).orElse(0);
  }

  /**
   * Fills the tensors for these rows.
   *
   * @param scope owns the tensors
   */
  public Tensors encode(Rows rows, TensorScope scope) {
    Tensors.Builder tensors = Tensors.builder();
    if (codeColumns > 0) {
      Tensor.Dense tensor = allocate(scope, DataType.INT64, rows.count(), codeColumns);
      fillCodes(rows, tensor.view().asLongBuffer());
      tensors.put(CATEGORICAL, tensor);
    }
    if (numberReaders.length > 0) {
      Tensor.Dense tensor = allocate(scope, DataType.FP32, rows.count(), numberReaders.length);
      fillNumbers(rows, tensor.view().asFloatBuffer());
      tensors.put(NUMERIC, tensor);
    }
    if (historyLength > 0) {
      Tensor.Dense tensor = allocate(scope, DataType.INT64, rows.count(), historyLength);
      fillHistory(rows, tensor.view().asLongBuffer());
      tensors.put(HISTORY, tensor);
    }
    return tensors.build();
  }

  /** The encoded numbers of every feature, for each row: what {@link #encode} fills, by name. */
  public List<SequencedMap<String, List<Double>>> explain(Rows rows) {
    LongBuffer codes = LongBuffer.allocate(rows.count() * codeColumns);
    FloatBuffer numbers = FloatBuffer.allocate(rows.count() * numberReaders.length);
    fillCodes(rows, codes);
    fillNumbers(rows, numbers);
    List<SequencedMap<String, List<Double>>> explained = new ArrayList<>(rows.count());
    for (int row = 0; row < rows.count(); row++) {
      SequencedMap<String, List<Double>> features = new LinkedHashMap<>();
      for (Feature.Categorical feature : inputs.categorical()) {
        List<Double> encoded = new ArrayList<>(feature.width());
        for (int i = 0; i < feature.width(); i++) {
          encoded.add((double) codes.get());
        }
        features.put(feature.name(), encoded);
      }
      for (Feature.Numeric feature : inputs.numeric()) {
        features.put(feature.name(), List.of((double) numbers.get()));
      }
      explained.add(features);
    }
    return explained;
  }

  /**
   * Checks that a model takes exactly the tensors of this plan.
   *
   * @throws BackendFailure that names the tensor, what the features make and what the model takes
   */
  public void check(String model, Signature signature) {
    List<TensorSpec> made = specs();
    for (TensorSpec spec : made) {
      TensorSpec taken =
          signature
              .input(spec.name())
              .orElseThrow(
                  () ->
                      new BackendFailure(
                          "the features of "
                              + model
                              + " make an input '"
                              + spec.name()
                              + "' that the model does not take; it takes "
                              + signature.inputs()));
      if (taken.dataType() != spec.dataType() || !fits(spec.shape(), taken.shape())) {
        throw new BackendFailure(
            "the features of "
                + model
                + " make an input '"
                + spec.name()
                + "' of "
                + spec.dataType()
                + " "
                + spec.shape()
                + ", the model takes "
                + taken.dataType()
                + " "
                + taken.shape());
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

  private List<TensorSpec> specs() {
    List<TensorSpec> specs = new ArrayList<>();
    if (codeColumns > 0) {
      specs.add(new TensorSpec(CATEGORICAL, DataType.INT64, Shape.of(Shape.ANY, codeColumns)));
    }
    if (numberReaders.length > 0) {
      specs.add(new TensorSpec(NUMERIC, DataType.FP32, Shape.of(Shape.ANY, numberReaders.length)));
    }
    if (historyLength > 0) {
      specs.add(new TensorSpec(HISTORY, DataType.INT64, Shape.of(Shape.ANY, historyLength)));
    }
    return specs;
  }

  private static boolean fits(Shape made, Shape taken) {
    return taken.rank() == 2
        && taken.extent(0) == Shape.ANY
        && (taken.extent(1) == Shape.ANY || taken.extent(1) == made.extent(1));
  }

  private void fillCodes(Rows rows, LongBuffer tensor) {
    int column = 0;
    for (CodeReader reader : codeReaders) {
      reader.fill(rows, tensor, column, codeColumns);
      column += reader.width();
    }
  }

  private void fillNumbers(Rows rows, FloatBuffer tensor) {
    for (int column = 0; column < numberReaders.length; column++) {
      numberReaders[column].fill(rows, tensor, column, numberReaders.length);
    }
  }

  private void fillHistory(Rows rows, LongBuffer tensor) {
    int[] history = rows.user().history();
    long[] row = new long[historyLength];
    int taken = Math.min(history.length, historyLength);
    for (int i = 0; i < taken; i++) {
      row[historyLength - taken + i] = history[history.length - taken + i] + 1L;
    }
    for (int i = 0; i < rows.count(); i++) {
      tensor.put(i * historyLength, row);
    }
  }

  private static Tensor.Dense allocate(TensorScope scope, DataType type, int rows, int columns) {
    return scope.allocate(type, Shape.of(rows, columns));
  }
}
