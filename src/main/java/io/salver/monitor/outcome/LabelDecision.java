package io.salver.monitor.outcome;

import io.salver.fault.Nearest;
import io.salver.monitor.Predicted;
import io.salver.monitor.outcome.LabelledPrediction.Earlier;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a label: a pure function of the predictions that it may be of and of what was
 * told of them before.
 *
 * <p>An outcome must be of the kind that was predicted. A class that the model cannot say, though
 * the prediction lists all of its classes, is refused: a slip of the pen would otherwise look like
 * a model that has become worse. A second label takes the place of the first, and an equal one
 * changes nothing.
 *
 * @param receipt what the teller is told
 * @param written what is kept; absent when nothing changes
 */
public record LabelDecision(Receipt receipt, Optional<Written> written) {

  /** How far probabilities of all classes may be from one. */
  private static final double ALL = 1e-3;

  private static final int SHOWN = 20;

  /**
   * A label that is kept.
   *
   * @param model the name that it is kept under
   * @param corrected what it takes the place of
   */
  public record Written(String model, Outcome outcome, Optional<Earlier> corrected) {}

  /** What was told of a model's prediction before. */
  @FunctionalInterface
  public interface Told {
    Optional<Earlier> of(String model);
  }

  /**
   * Decides.
   *
   * @param predictions those of the label's id, of any model
   */
  public static LabelDecision of(
      Feedback label, List<RememberedPrediction> predictions, Told told) {
    List<RememberedPrediction> meant =
        predictions.stream()
            .filter(each -> label.model().map(each.model().name()::equals).orElse(true))
            .toList();
    if (meant.isEmpty()) {
      return new LabelDecision(new Receipt.Unknown(), Optional.empty());
    }
    List<String> models = meant.stream().map(each -> each.model().name()).distinct().toList();
    if (models.size() > 1) {
      return invalid("model expects one of %s, which all answered under this id".formatted(models));
    }
    String model = models.getFirst();
    for (RememberedPrediction prediction : meant) {
      Optional<String> wrong = wrong(label.outcome(), model, prediction.predicted());
      if (wrong.isPresent()) {
        return invalid(wrong.get());
      }
    }
    Outcome outcome = normal(label.outcome(), meant.getFirst().predicted());
    return kept(outcome, meant.getFirst(), told.of(model));
  }

  private static LabelDecision kept(
      Outcome outcome, RememberedPrediction prediction, Optional<Earlier> earlier) {
    String model = prediction.model().name();
    if (earlier.isPresent() && earlier.get().outcome().equals(outcome)) {
      return new LabelDecision(new Receipt.Duplicate(), Optional.empty());
    }
    return new LabelDecision(
        earlier.isPresent()
            ? new Receipt.Corrected(model, prediction.at())
            : new Receipt.Accepted(model, prediction.at()),
        Optional.of(new Written(model, outcome, earlier)));
  }

  private static LabelDecision invalid(String reason) {
    return new LabelDecision(new Receipt.Invalid(reason), Optional.empty());
  }

  /** What is wrong with an outcome of that prediction. */
  private static Optional<String> wrong(Outcome outcome, String model, Predicted predicted) {
    return switch (predicted) {
      case Predicted.Value _ ->
          outcome instanceof Outcome.Value
              ? Optional.empty()
              : Optional.of(
                  "outcome expects a number, because the model '%s' predicts one; received %s"
                      .formatted(model, shown(outcome)));
      case Predicted.Classes classes -> wrongClass(outcome, model, classes);
    };
  }

  private static Optional<String> wrongClass(
      Outcome outcome, String model, Predicted.Classes predicted) {
    List<String> labels =
        predicted.classes().stream().map(Predicted.Share::label).sorted().toList();
    String label = text(outcome);
    if (labels.contains(label) || !isComplete(predicted)) {
      return Optional.empty();
    }
    return Optional.of(
        "outcome expects one of %s, the classes of the model '%s'; received %s%s"
            .formatted(
                labels.size() > SHOWN ? labels.subList(0, SHOWN) + " and others" : labels,
                model,
                shown(outcome),
                Nearest.to(label, labels).map("; did you mean '%s'?"::formatted).orElse("")));
  }

  private static boolean isComplete(Predicted.Classes predicted) {
    double sum = predicted.classes().stream().mapToDouble(Predicted.Share::probability).sum();
    return Math.abs(sum - 1) < ALL;
  }

  /** A class that is written as a number is a class none the less. */
  private static Outcome normal(Outcome outcome, Predicted predicted) {
    return switch (predicted) {
      case Predicted.Value _ -> outcome;
      case Predicted.Classes _ -> new Outcome.Label(text(outcome));
    };
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Label(String label) -> label;
      case Outcome.Value(double value) ->
          value == Math.rint(value) && Math.abs(value) < 1e15
              ? Long.toString((long) value)
              : Double.toString(value);
    };
  }

  private static String shown(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Label(String label) -> "the text '" + label + "'";
      case Outcome.Value _ -> text(outcome);
    };
  }
}
