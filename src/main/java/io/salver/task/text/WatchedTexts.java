package io.salver.task.text;

import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import io.salver.task.WatchedClasses;
import io.salver.task.text.TextFinding.Entity;
import java.util.Optional;

/**
 * What is watched of findings in texts, under the names that profiles have: {@code label} and
 * {@code confidence} of classes, and their {@code scores}; {@code entity} of each entity, and its
 * {@code confidence} where the model has no classes; the {@code norm} of a vector before it is
 * brought to length 1. Stateless.
 */
final class WatchedTexts {

  private WatchedTexts() {}

  /** Adds a finding; what a label is compared with. */
  static Optional<Predicted> add(
      Collector<? extends TextFinding> collector, TextFinding finding, Sample.Builder sample) {
    return switch (finding) {
      case TextFinding.Classes classes -> {
        if (collector instanceof TextClassification.Scores scores) {
          WatchedClasses.addScores(scores.mean(), sample);
        }
        yield classes(classes, sample);
      }
      case TextFinding.Entities entities -> {
        Optional<Predicted> whole = entities.whole().flatMap(each -> classes(each, sample));
        if (collector instanceof TokenClassification.Labelled labelled) {
          labelled.wholeScores().ifPresent(scores -> WatchedClasses.addScores(scores, sample));
        }
        entities.entities().forEach(each -> entity(each, entities.whole().isEmpty(), sample));
        yield whole;
      }
      case TextFinding.Embedding(float[] vector) -> {
        if (collector instanceof TextEmbedding.Mean mean) {
          sample.prediction("norm", mean.norm());
        }
        sample.embedding("embedding", vector);
        yield Optional.empty();
      }
    };
  }

  private static Optional<Predicted> classes(TextFinding.Classes found, Sample.Builder sample) {
    WatchedClasses.add(found.best(), sample);
    return Optional.of(WatchedClasses.predicted(found.best()));
  }

  private static void entity(Entity found, boolean withScore, Sample.Builder sample) {
    sample.prediction("entity", found.type());
    if (withScore) {
      sample.prediction("confidence", found.score());
    }
  }
}
