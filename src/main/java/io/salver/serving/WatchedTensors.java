package io.salver.serving;

import io.salver.model.Signature;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import io.salver.tensor.Tensor;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is watched of a request of tensors, row by row: of tensors with one element a row that,
 * under the name of the tensor; of those with up to {@value RowElements#MOST} each, under {@code
 * name[i]}; outputs of floating point as vectors, too, under the name of the tensor. Used while the
 * memory of the tensors is there, by one thread.
 */
final class WatchedTensors {

  private static final int LEAST_OF_VECTOR = 8;
  private static final int MOST_OF_VECTOR = 4_096;
  private static final double ROUNDING = 1e-3;

  private final int rows;
  private final List<RowElements> inputs = new ArrayList<>();
  private final List<RowElements> outputs = new ArrayList<>();

  /** Of a model that gave {@code answered} for {@code asked}. */
  WatchedTensors(Signature signature, Tensors asked, Tensors answered) {
    boolean isBatch = signature.isBatchable();
    this.rows = isBatch ? rows(asked) : 1;
    asked.forEach((name, tensor) -> add(name, tensor, isBatch, inputs));
    answered.forEach((name, tensor) -> add(name, tensor, isBatch, outputs));
  }

  private static int rows(Tensors asked) {
    long most = 0;
    for (String name : asked.names()) {
      most = Math.max(most, asked.get(name).shape().extent(0));
    }
    return (int) Math.min(Integer.MAX_VALUE, most);
  }

  /** One that has neither a row for each nor one for all is nobody's. */
  private void add(String name, Tensor tensor, boolean isBatch, List<RowElements> all) {
    long extent = isBatch ? tensor.shape().extent(0) : 1;
    if (extent == rows || extent == 1) {
      all.add(new RowElements(name, tensor, (int) extent));
    }
  }

  int rows() {
    return rows;
  }

  Sample sample(int row) {
    Sample.Builder sample = Sample.builder();
    for (RowElements input : inputs) {
      input.each(row, sample::feature);
    }
    for (RowElements output : outputs) {
      output.each(row, sample::prediction);
      if (output.isFloating()
          && output.size() >= LEAST_OF_VECTOR
          && output.size() <= MOST_OF_VECTOR) {
        sample.embedding(output.name(), output.vector(row));
      }
    }
    return sample.build();
  }

  /**
   * Where one output is a number, that; where one is a distribution over few classes, those, called
   * by their index.
   */
  Optional<Predicted> predicted(int row) {
    List<RowElements> numbers =
        outputs.stream().filter(each -> each.isNumeric() && each.size() == 1).toList();
    if (numbers.size() == 1 && outputs.size() == 1) {
      double value = numbers.getFirst().number(row, 0);
      return Double.isNaN(value)
          ? Optional.empty()
          : Optional.of(new Predicted.Value(value, Optional.empty()));
    }
    return outputs.stream()
        .filter(each -> each.isFloating() && each.size() > 1 && each.size() <= RowElements.MOST)
        .map(
            each -> IntStream.range(0, each.size()).mapToDouble(i -> each.number(row, i)).toArray())
        .filter(WatchedTensors::isDistribution)
        .findFirst()
        .map(WatchedTensors::classes);
  }

  private static boolean isDistribution(double[] values) {
    double sum = 0;
    for (double value : values) {
      if (!(value >= 0)) {
        return false;
      }
      sum += value;
    }
    return Math.abs(sum - 1) < ROUNDING;
  }

  private static Predicted classes(double[] probabilities) {
    return new Predicted.Classes(
        IntStream.range(0, probabilities.length)
            .mapToObj(i -> new Predicted.Share(Integer.toString(i), probabilities[i]))
            .sorted(Comparator.comparingDouble(Predicted.Share::probability).reversed())
            .toList());
  }
}
