package io.salver.recommend.feature;

import io.salver.monitor.Brightness;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * Encoded features as the raw values that profiles are of, by the names of features.json: words of
 * codes, numbers before they were scaled, shares and gaps as they are. A code that is unknown or
 * missing is missing; identities say nothing and are left out. Of a picture {@code NAME.mean} and
 * {@code NAME.deviation}, as the model sees it. Stateless.
 */
final class WatchedFeatures {

  private WatchedFeatures() {}

  /** What is watched of each of {@code rows}, which {@code encoded} explains. */
  static List<Sample.Builder> of(
      ModelInputs inputs, Rows rows, List<SequencedMap<String, List<Double>>> encoded) {
    List<Sample.Builder> samples = new ArrayList<>(encoded.size());
    for (int row = 0; row < encoded.size(); row++) {
      Sample.Builder sample = Sample.builder();
      SequencedMap<String, List<Double>> values = encoded.get(row);
      for (Feature.Categorical feature : inputs.categorical()) {
        add(feature, values.getOrDefault(feature.name(), List.of()), sample);
      }
      for (Feature.Numeric feature : inputs.numeric()) {
        double value = values.getOrDefault(feature.name(), List.of(0.0)).getFirst();
        sample.feature(feature.name(), raw(feature, value, rows.retrievalScores()[row]));
      }
      addPicture(inputs, rows, row, sample);
      samples.add(sample);
    }
    return samples;
  }

  private static void addPicture(ModelInputs inputs, Rows rows, int row, Sample.Builder sample) {
    Feature.Picture feature = inputs.image().orElse(null);
    if (feature == null) {
      return;
    }
    rows.images()
        .apply(rows.items()[row])
        .map(image -> Pixels.of(image, feature.height(), feature.width()))
        .ifPresentOrElse(
            pixels -> Brightness.of(pixels).addTo(feature.name(), sample),
            () ->
                sample
                    .feature(feature.name() + ".mean", FeatureValue.MISSING)
                    .feature(feature.name() + ".deviation", FeatureValue.MISSING));
  }

  private static void add(Feature.Categorical feature, List<Double> codes, Sample.Builder sample) {
    switch (feature) {
      case Feature.Identity _ -> {}
      case Feature.Category category ->
          sample.feature(category.name(), word(category.vocabulary(), codes.getFirst()));
      case Feature.Categories several ->
          codes.stream()
              .filter(code -> code != Vocabulary.UNKNOWN)
              .forEach(code -> sample.feature(several.name(), word(several.vocabulary(), code)));
    }
  }

  private static FeatureValue word(Vocabulary vocabulary, double code) {
    return code == Vocabulary.UNKNOWN
        ? FeatureValue.MISSING
        : new FeatureValue.Category(vocabulary.words().get((int) code - 1));
  }

  private static double raw(Feature.Numeric feature, double encoded, double retrievalScore) {
    return switch (feature) {
      case Feature.Scaled scaled -> scaled.scale().decode(encoded);
      case Feature.HistoryShare _, Feature.HistoryGap _ -> encoded;
      case Feature.RetrievalScore _ -> retrievalScore;
    };
  }
}
