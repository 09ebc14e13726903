package io.salver.monitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one observed run of a model version looked like: a row, a picture, a text. Immutable: nobody
 * changes an embedding once it is here. A name may come several times where one run has several
 * values of it, as the words of a text.
 *
 * @param features of the inputs
 * @param predictions of the outputs
 * @param embeddings vectors inside or at the end of the model, by name
 */
public record Sample(
    List<Named> features, List<Named> predictions, Map<String, float[]> embeddings) {

  /** Copies the lists. */
  public Sample {
    features = List.copyOf(features);
    predictions = List.copyOf(predictions);
    embeddings = Map.copyOf(embeddings);
  }

  /** A value and what it is of. */
  public record Named(String name, FeatureValue value) {}

  public static Builder builder() {
    return new Builder();
  }

  /** Collects the values of one run. Not thread-safe. */
  public static final class Builder {

    private final List<Named> features = new ArrayList<>();
    private final List<Named> predictions = new ArrayList<>();
    private final Map<String, float[]> embeddings = new LinkedHashMap<>();

    private Builder() {}

    public Builder feature(String name, double number) {
      return feature(name, new FeatureValue.Numeric(number));
    }

    public Builder feature(String name, String category) {
      return feature(name, new FeatureValue.Category(category));
    }

    public Builder feature(String name, FeatureValue value) {
      features.add(new Named(name, value));
      return this;
    }

    public Builder prediction(String name, double number) {
      return prediction(name, new FeatureValue.Numeric(number));
    }

    public Builder prediction(String name, String category) {
      return prediction(name, new FeatureValue.Category(category));
    }

    public Builder prediction(String name, FeatureValue value) {
      predictions.add(new Named(name, value));
      return this;
    }

    /** The vector is kept, not copied. */
    public Builder embedding(String name, float[] vector) {
      embeddings.put(name, vector);
      return this;
    }

    public Sample build() {
      return new Sample(features, predictions, embeddings);
    }
  }
}
