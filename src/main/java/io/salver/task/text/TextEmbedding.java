package io.salver.task.text;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.EmbeddingHead;
import io.salver.task.OutputChoice;
import io.salver.task.OutputValues;
import io.salver.tensor.TensorSpec;
import io.salver.text.TokenWindow;
import io.salver.text.Tokenizer.Detail;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The vector of a text, from one output: {@code [n, dimensions]}, or {@code [n, tokens,
 * dimensions]} of which one is made. That of a text in several windows is their mean, each counted
 * by its tokens.
 *
 * @param normalizes whether it is brought to length 1
 */
record TextEmbedding(TensorSpec output, Pooling pooling, boolean normalizes) implements TextHead {

  private static final Set<String> KEYS = Set.of("output", "pooling", "normalize");

  /** How the vectors of tokens become one. */
  enum Pooling {
    /** There is only one. */
    NONE,
    /** Their mean (Reimers and Gurevych 2019, "Sentence-BERT"). */
    MEAN,
    /** The first. */
    CLS,
    /** The greatest of each dimension. */
    MAX
  }

  static TextEmbedding read(Map<String, Object> postprocess, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "postprocess", postprocess, KEYS);
    TensorSpec output =
        OutputChoice.of(settings, "output")
            .usually("sentence_embedding", "last_hidden_state")
            .find(signature, 2, 3);
    boolean ofTokens = output.shape().rank() == 3;
    Pooling pooling =
        settings.choice("pooling", Pooling.class, ofTokens ? Pooling.MEAN : Pooling.NONE);
    if (ofTokens == (pooling == Pooling.NONE)) {
      throw settings.wrong(
          "pooling",
          ofTokens
              ? "mean, cls or max, since output '%s' has a vector a token".formatted(output.name())
              : "none, since output '%s' has one vector a text".formatted(output.name()));
    }
    return new TextEmbedding(output, pooling, settings.flag("normalize", true));
  }

  @Override
  public List<TensorSpec> outputs() {
    return List.of(output);
  }

  @Override
  public Detail detail() {
    return Detail.TOKENS;
  }

  @Override
  public long bytesPerToken() {
    return 0;
  }

  Collector<TextFinding.Embedding> collector() {
    return new Mean();
  }

  /** Of the vectors of the windows. */
  final class Mean implements Collector<TextFinding.Embedding> {

    private double[] sum = new double[0];
    private double weight;

    @Override
    public void add(List<OutputValues> outputs, int row, TokenWindow window) {
      float[] vector = pooled(outputs.getFirst(), row, window.size());
      OutputValues.requireFinite(vector, output);
      if (sum.length == 0) {
        sum = new double[vector.length];
      }
      if (sum.length != vector.length) {
        throw new BackendFailure(
            "the model gave vectors of %d and of %d values".formatted(sum.length, vector.length));
      }
      int tokens = Math.max(1, window.to() - window.from());
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (double) vector[i] * tokens;
      }
      weight += tokens;
    }

    /** The length of the vector, before it is brought to 1. */
    double norm() {
      double squares = 0;
      for (double each : sum) {
        squares += each * each;
      }
      return Math.sqrt(squares) / weight;
    }

    @Override
    public TextFinding.Embedding finding() {
      float[] mean = new float[sum.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (sum[i] / weight);
      }
      if (normalizes) {
        EmbeddingHead.toUnitLength(mean);
      }
      return new TextFinding.Embedding(mean);
    }
  }

  private float[] pooled(OutputValues values, int row, int tokens) {
    if (pooling == Pooling.NONE) {
      return values.row(row);
    }
    if (values.extent(1) < tokens) {
      throw new BackendFailure("the model gave %s for %d tokens".formatted(values.shape(), tokens));
    }
    int width = values.extent(2);
    int from = row * values.extent(1) * width;
    float[] all = values.values();
    float[] pooled = new float[width];
    int count = pooling == Pooling.CLS ? 1 : tokens;
    for (int i = 0; i < width; i++) {
      double sum = 0;
      float most = Float.NEGATIVE_INFINITY;
      for (int token = 0; token < count; token++) {
        float value = all[from + token * width + i];
        sum += value;
        most = Math.max(most, value);
      }
      pooled[i] = pooling == Pooling.MAX ? most : (float) (sum / count);
    }
    return pooled;
  }
}
