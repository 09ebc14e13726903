package io.salver.traffic;

import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.ObservationConsumer;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import io.salver.rollout.Criterion;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.Target;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What comes in and goes out, by the arms that answered: numbers that are predicted, the
 * probability of the most probable class, shares of classes, means and shares of features. Keys
 * fall to arms by chance, so arms that differ in what comes in are not compared fairly, and
 * versions that differ in what goes out do not mean the same.
 *
 * <p>A request is observed a moment before its arm has answered, so observations wait for those
 * behind them, at most {@value #WAITING}; those of testers and rules are left out. For the one
 * thread of the watching.
 */
public final class ObservedArms implements ObservationConsumer {

  /** Most observations that wait. */
  private static final int WAITING = 256;

  private final RolloutDirectory rollouts;
  private final LabelledArms arms;
  private final Deque<Observation> waiting = new ArrayDeque<>();

  /** Of the rollouts that there are; {@code arms} remembers who answered. */
  public ObservedArms(RolloutDirectory rollouts, LabelledArms arms) {
    this.rollouts = rollouts;
    this.arms = arms;
  }

  @Override
  public double share(ModelId model) {
    return rollouts
            .of(new Target.Model(model.name()))
            .filter(rollout -> rollout.spec().isOfDistributions())
            .isPresent()
        ? 1
        : 0;
  }

  @Override
  public void accept(Observation observation) {
    waiting.addLast(observation);
    while (!waiting.isEmpty() && (isTold(waiting.getFirst()) || waiting.size() > WAITING)) {
      waiting.removeFirst();
    }
  }

  private boolean isTold(Observation observation) {
    Optional<AnsweringArm> arm = arms.arm(observation.id().request());
    arm.filter(each -> each.isOf(observation.model())).ifPresent(each -> tell(each, observation));
    return arm.isPresent();
  }

  private static void tell(AnsweringArm arm, Observation observation) {
    arm.distributions()
        .forEach(name -> value(name, observation).ifPresent(value -> arm.known(name, value)));
  }

  private static OptionalDouble value(String criterion, Observation observation) {
    if (criterion.startsWith(Criterion.INPUT)) {
      return feature(criterion.substring(Criterion.INPUT.length()), observation.sample());
    }
    Optional<Predicted> predicted = observation.predicted();
    return predicted.isEmpty()
        ? OptionalDouble.empty()
        : prediction(criterion.substring(Criterion.PREDICTION.length()), predicted.get());
  }

  /** Of a number that; of classes the probability of the first, or whether the first is that. */
  private static OptionalDouble prediction(String label, Predicted predicted) {
    return switch (predicted) {
      case Predicted.Value value ->
          label.isEmpty() ? OptionalDouble.of(value.value()) : OptionalDouble.empty();
      case Predicted.Classes classes when classes.classes().isEmpty() -> OptionalDouble.empty();
      case Predicted.Classes classes -> {
        Predicted.Share first = classes.classes().getFirst();
        yield OptionalDouble.of(
            label.isEmpty()
                ? first.probability()
                : first.label().equals(label.substring(1)) ? 1 : 0);
      }
    };
  }

  /** The number of that name, or whether the category behind {@code =} is there. */
  private static OptionalDouble feature(String name, Sample sample) {
    int equals = name.indexOf('=');
    String feature = equals < 0 ? name : name.substring(0, equals);
    for (Sample.Named named : sample.features()) {
      if (named.name().equals(feature)) {
        return switch (named.value()) {
          case FeatureValue.Numeric(double value) when equals < 0 && Double.isFinite(value) ->
              OptionalDouble.of(value);
          case FeatureValue.Category(String value) when equals >= 0 ->
              OptionalDouble.of(value.equals(name.substring(equals + 1)) ? 1 : 0);
          default -> OptionalDouble.empty();
        };
      }
    }
    return OptionalDouble.empty();
  }
}
