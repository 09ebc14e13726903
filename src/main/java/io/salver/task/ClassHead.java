package io.salver.task;

import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Section;
import io.salver.tensor.TensorSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One output {@code [n, classes]} that scores classes, and what is made of its scores. Immutable.
 *
 * @param temperature by which logits are divided (Guo et al. 2017, "On Calibration of Modern Neural
 *     Networks")
 * @param topK how many classes, unless the request says
 */
public record ClassHead(
    TensorSpec output, Activation activation, double temperature, Labels labels, int topK) {

  /** What it is told in {@code model.yaml}. */
  public static final Set<String> KEYS =
      Set.of("output", "activation", "temperature", "labels", "top-k");

  private static final double LEAST_TEMPERATURE = 1e-3;
  private static final double MOST_TEMPERATURE = 1e3;
  private static final int USUAL_TOP_K = 5;

  /**
   * Reads it.
   *
   * @param labels the full key that names the file of labels
   * @param output the choice of its output
   */
  public static ClassHead read(
      Section settings,
      OutputChoice output,
      Activation usual,
      TextFiles texts,
      String labels,
      Signature signature) {
    TensorSpec found = output.find(signature, 2);
    return new ClassHead(
        found,
        settings.choice("activation", Activation.class, usual),
        settings.number("temperature", LEAST_TEMPERATURE, MOST_TEMPERATURE, 1),
        Labels.of(texts, labels, found.shape().extent(1)),
        settings.integer("top-k", 1, Integer.MAX_VALUE, USUAL_TOP_K));
  }

  /** Reads a {@code postprocess} that says nothing else. */
  public static ClassHead read(Section settings, TextFiles texts, Signature signature) {
    OutputChoice output = OutputChoice.of(settings, "output");
    return read(settings, output, Activation.NONE, texts, TextFiles.LABELS, signature);
  }

  /**
   * The scores of one row, in place of its {@code logits}.
   *
   * @throws io.salver.fault.BackendFailure when one is infinite, or there are not as many as labels
   */
  public float[] activate(float[] logits) {
    labels.require(logits.length);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (logits[i] / temperature);
    }
    activation.apply(logits, 0, logits.length, 1);
    OutputValues.requireFinite(logits, output);
    return logits;
  }

  /** The {@code count} best classes, the best first. */
  public List<ClassScore> best(float[] scores, int count) {
    return IntStream.range(0, scores.length)
        .mapToObj(index -> new ClassScore(index, labels.name(index), scores[index]))
        .sorted(Comparator.comparing(ClassScore::score).reversed())
        .limit(count)
        .toList();
  }
}
