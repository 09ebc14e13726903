package io.salver.monitor.outcome;

import io.salver.monitor.Predicted;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The predictions of one span of time, with labels or without, and what is to be expected of them.
 * Not thread-safe; adds up.
 */
final class Expectations {

  private final Confidences confidences = new Confidences();
  private final ExpectedClasses classes = new ExpectedClasses();

  /** Made when the first interval comes. */
  private @Nullable ExpectedValues values;

  void add(Predicted predicted) {
    switch (predicted) {
      case Predicted.Classes of -> {
        if (!of.classes().isEmpty()) {
          confidences.add(of.classes().getFirst().probability());
          classes.add(of);
        }
      }
      case Predicted.Value of -> {
        if (of.interval().isPresent()) {
          values().add(of);
        }
      }
    }
  }

  void merge(Expectations other) {
    confidences.merge(other.confidences);
    classes.merge(other.classes);
    if (other.values != null) {
      values().merge(other.values);
    }
  }

  /** The accuracy to expect; absent for values. */
  Optional<EstimatedAccuracy> accuracy(Reliability labelled) {
    return confidences.accuracy(labelled);
  }

  /** What else is to be expected; absent where predictions do not say how sure they are. */
  Optional<EstimatedQuality> quality(LabelledOutputs labelled) {
    return classes
        .estimate(labelled)
        .or(() -> Optional.ofNullable(values).flatMap(each -> each.estimate(labelled.widths())));
  }

  private ExpectedValues values() {
    if (values == null) {
      values = new ExpectedValues();
    }
    return values;
  }
}
