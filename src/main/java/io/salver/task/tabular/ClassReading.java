package io.salver.task.tabular;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Section;
import io.salver.task.Activation;
import io.salver.task.ClassScore;
import io.salver.task.Labels;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensors;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Classes from an output {@code [n, classes]}; or from one number a row, which is the probability
 * of the second of two.
 *
 * @param temperature by which logits are divided (Guo et al. 2017, "On Calibration of Modern Neural
 *     Networks")
 * @param labels by index
 */
record ClassReading(
    NumberOutput output, Activation activation, double temperature, List<String> labels)
    implements AnswerReading {

  private static final double LEAST_TEMPERATURE = 1e-3;
  private static final double MOST_TEMPERATURE = 1e3;

  static ClassReading read(Section settings, TextFiles texts, Signature signature) {
    NumberOutput output =
        NumberOutput.find(
            settings, "output", List.of("probabilities", "probability", "logits"), signature);
    if (output.width() == Shape.ANY) {
      throw new BackendFailure(
          "output '%s' has shape %s; as many numbers a row as classes are expected"
              .formatted(output.tensor().name(), output.tensor().shape()));
    }
    Activation activation = settings.choice("activation", Activation.class, Activation.NONE);
    if (activation == Activation.SOFTMAX && output.width() == 1) {
      throw settings.wrong("activation", "sigmoid or none where there is one number a row");
    }
    if (activation == Activation.SIGMOID && output.width() != 1) {
      throw settings.wrong("activation", "softmax or none, as the classes exclude one another");
    }
    int classes = (int) Math.max(2, output.width());
    return new ClassReading(
        output,
        activation,
        settings.number("temperature", LEAST_TEMPERATURE, MOST_TEMPERATURE, 1),
        Labels.of(texts, classes).all(classes));
  }

  @Override
  public double[] targets(Tensors outputs, int rows, int row) {
    double[] values = output.row(outputs, rows, row);
    float[] scores = new float[values.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (activation == Activation.NONE ? values[i] : values[i] / temperature);
    }
    activation.apply(scores, 0, scores.length, 1);
    return scores.length == 1
        ? new double[] {1 - (double) scores[0], scores[0]}
        : IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray();
  }

  @Override
  public RowAnswer answer(Tensors outputs, int rows, int row, Abstain abstain) {
    double[] probabilities = targets(outputs, rows, row);
    List<ClassScore> classes =
        IntStream.range(0, probabilities.length)
            .mapToObj(i -> new ClassScore(i, labels.get(i), (float) probabilities[i]))
            .sorted(Comparator.comparing(ClassScore::score).reversed())
            .toList();
    return new RowAnswer.Classified(
        classes, Optional.empty(), abstained(classes.getFirst(), abstain));
  }

  @Override
  public Optional<String> unit() {
    return Optional.empty();
  }

  @Override
  public void check(Abstain abstain) {
    if (abstain.wider().isPresent()) {
      throw new InvalidInput("abstain.wider is for values; this model's answers are classes");
    }
  }

  private static Optional<String> abstained(ClassScore best, Abstain abstain) {
    return abstain.below().isPresent() && best.score() < abstain.below().getAsDouble()
        ? Optional.of(
            "the most probable class, '%s', has a probability of %.3f, which is below %s"
                .formatted(best.label(), best.score(), abstain.below().getAsDouble()))
        : Optional.empty();
  }
}
