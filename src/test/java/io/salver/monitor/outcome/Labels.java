package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Share;
import io.salver.monitor.PredictionId;
import io.salver.monitor.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Small predictions and labels of one model that says yes or no. */
final class Labels {

  static final ModelId MODEL = new ModelId("adult", 1);

  private Labels() {}

  /** Said {@code yes} with that probability, of a person of that sex. */
  static Observation yes(String request, int index, double probability, String sex, Instant at) {
    return new Observation(
        MODEL,
        new PredictionId(request, index),
        at,
        Sample.builder().feature("sex", sex).feature("age", 30).build(),
        Optional.of(
            new Predicted.Classes(
                List.of(new Share("yes", probability), new Share("no", 1 - probability)))));
  }

  static Feedback told(String request, int index, String label, Instant at) {
    return new Feedback(
        new PredictionId(request, index), Optional.empty(), new Outcome.Label(label), at);
  }

  static Optional<Estimate> metric(List<QualityMetric> metrics, String name) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .map(QualityMetric::estimate)
        .findFirst();
  }
}
