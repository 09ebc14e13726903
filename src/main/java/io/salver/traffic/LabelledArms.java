package io.salver.traffic;

import io.salver.monitor.Predicted;
import io.salver.monitor.outcome.LabelListener;
import io.salver.monitor.outcome.LabelledPrediction;
import io.salver.monitor.outcome.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What labels that come late say of the arms that answered: {@value #ACCURACY}, {@value #LOG_LOSS},
 * {@value #BRIER}, and of models of numbers {@value #ABSOLUTE_ERROR} and {@value #SQUARED_ERROR}.
 *
 * <p>A label counts where the answer was given: all replicas read the labels of all, and each finds
 * its own answers, so that each label counts once. Only those that chance gave to an arm are
 * remembered, the last {@value #CAPACITY}; {@link OpenArms} leaves them to others when the process
 * ends. The first label of an answer counts, not its corrections. Thread-safe.
 */
public final class LabelledArms implements LabelListener {

  static final String ACCURACY = "accuracy";
  static final String LOG_LOSS = "log_loss";
  static final String BRIER = "brier_score";
  static final String ABSOLUTE_ERROR = "absolute_error";
  static final String SQUARED_ERROR = "squared_error";

  /** The names of criteria that labels speak of. */
  static final Set<String> OUTCOMES =
      Set.of(ACCURACY, LOG_LOSS, BRIER, ABSOLUTE_ERROR, SQUARED_ERROR);

  /** Most answers that are remembered. */
  static final int CAPACITY = 200_000;

  /** The least probability of which a logarithm is taken. */
  private static final double LEAST = 1e-15;

  /** Guarded by itself; the oldest first. */
  private final SequencedMap<String, AnsweringArm> arms = new LinkedHashMap<>();

  /** An arm answered a request. */
  void answered(String request, AnsweringArm arm) {
    synchronized (arms) {
      arms.put(request, arm);
      if (arms.size() > CAPACITY) {
        arms.pollFirstEntry();
      }
    }
  }

  @Override
  public void labelled(LabelledPrediction label) {
    if (label.corrected().isPresent()) {
      return;
    }
    arm(label.prediction().id().request())
        .filter(arm -> arm.isOf(label.prediction().model()))
        .ifPresent(arm -> tell(arm, label.prediction().predicted(), label.outcome()));
  }

  /**
   * The arm that chance gave a request to; empty before it is answered, and where it is forgotten.
   */
  Optional<AnsweringArm> arm(String request) {
    synchronized (arms) {
      return Optional.ofNullable(arms.get(request));
    }
  }

  /** Gives up all answers, the oldest first: whoever adopts them counts them. */
  SequencedMap<String, AnsweringArm> giveUp() {
    synchronized (arms) {
      SequencedMap<String, AnsweringArm> given = new LinkedHashMap<>(arms);
      arms.clear();
      return given;
    }
  }

  /**
   * Goes on with answers that are older than all others, the oldest first, as far as there is room.
   */
  void adopt(SequencedMap<String, AnsweringArm> adopted) {
    synchronized (arms) {
      for (Map.Entry<String, AnsweringArm> each : adopted.reversed().entrySet()) {
        if (arms.size() >= CAPACITY) {
          return;
        }
        if (!arms.containsKey(each.getKey())) {
          arms.putFirst(each.getKey(), each.getValue());
        }
      }
    }
  }

  private static void tell(AnsweringArm arm, Predicted predicted, Outcome outcome) {
    switch (predicted) {
      case Predicted.Classes classes when outcome instanceof Outcome.Label(String label) ->
          tell(arm, classes, label);
      case Predicted.Value value when outcome instanceof Outcome.Value(double truth) -> {
        double error = value.value() - truth;
        arm.known(ABSOLUTE_ERROR, Math.abs(error));
        arm.known(SQUARED_ERROR, error * error);
      }
      case Predicted.Classes _, Predicted.Value _ -> {} // the store takes no such label
    }
  }

  private static void tell(AnsweringArm arm, Predicted.Classes predicted, String truth) {
    if (predicted.classes().isEmpty()) {
      return;
    }
    double ofTruth = 0;
    double squares = 0;
    for (Predicted.Share share : predicted.classes()) {
      boolean isTrue = share.label().equals(truth);
      ofTruth = isTrue ? share.probability() : ofTruth;
      squares += Math.pow(share.probability() - (isTrue ? 1 : 0), 2);
    }
    arm.known(ACCURACY, predicted.classes().getFirst().label().equals(truth) ? 1 : 0);
    arm.known(LOG_LOSS, -Math.log(Math.max(LEAST, ofTruth)));
    arm.known(BRIER, squares);
  }
}
