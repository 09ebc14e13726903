package io.salver.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.model.ModelId;
import io.salver.monitor.Predicted;
import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.Feedback;
import io.salver.monitor.outcome.HandOver;
import io.salver.monitor.outcome.LiveOutcomeSettings;
import io.salver.monitor.outcome.Outcome;
import io.salver.monitor.outcome.QualityMonitors;
import io.salver.monitor.outcome.RememberedPrediction;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.ArmStatistics;
import io.salver.rollout.InMemoryRolloutStore;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutControl;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.Rollouts;
import io.salver.rollout.sequential.Summary;
import io.salver.serving.RequestId;
import io.salver.serving.Route;
import io.salver.testkit.InMemoryHandOver;
import io.salver.testkit.InMemoryPredictions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Over hand-overs every label counts for its arm as if the process had never ended: the oracle is
 * one that does not.
 */
final class OpenArmsProperties {

  private static final List<String> ARMS = List.of("control", "canary");

  private final InMemoryRolloutStore rollouts = new InMemoryRolloutStore();
  private final InMemoryPredictions predictions = new InMemoryPredictions();
  private final InMemoryHandOver handOver = new InMemoryHandOver();
  private final RolloutDirectory directory = new RolloutDirectory(rollouts);
  private final RolloutControl control =
      new RolloutControl(rollouts, rollouts, directory, () -> Rollouts.START);
  private final List<Replica> all = new ArrayList<>();
  private final Replica oracle;
  private Replica leaver;
  private final Replica other;
  private int answers;

  OpenArmsProperties() {
    declare();
    oracle = new Replica(new InMemoryHandOver());
    leaver = replica();
    other = replica();
  }

  /** A process that answers under the rollout and follows the log of labels. */
  private final class Replica {

    private final ArmCounters counters = new ArmCounters();
    private final LabelledArms labels = new LabelledArms();
    private final ArmChooser chooser =
        new ArmChooser(
            directory, counters, ArmObserver.NONE, labels, () -> 0, new SplittableRandom(7));
    private final QualityMonitors monitors =
        new QualityMonitors(
            predictions,
            new LiveOutcomeSettings(),
            false,
            labels,
            () -> 0,
            () -> Rollouts.START.plusSeconds(60));
    private final OpenArms open;

    Replica(HandOver store) {
      open =
          new OpenArms(
              labels,
              new RememberedArms(directory, counters),
              store,
              predictions,
              monitors::position,
              () -> Rollouts.START,
              Duration.ofDays(7));
    }

    Route answered(String request, String user) {
      Route route =
          Traffic.ofModels(chooser)
              .route("adult", header -> Optional.of(user).filter(_ -> header.equals("x-user-id")))
              .orElseThrow();
      route.answered(Optional.of(new RequestId(request)));
      return route;
    }
  }

  /** What happens. */
  private enum Kind {
    ANSWER,
    ANSWER_OF_THE_OTHER,
    LABEL,
    FOLLOW,
    RESTART,
    ROLLING_RESTART,
    GAP,
    STORE_FAILS
  }

  private record Step(Kind kind, int answer, boolean isRight) {}

  @Property(tries = 100, seed = "1")
  void a_hand_over_changes_nothing_that_is_counted(@ForAll("histories") List<Step> history) {
    history.forEach(this::happen);
    follow();
    other.open.adopt();
    assertThat(handOver.parcels()).isEmpty();
    Rollout rollout = directory.all().getFirst();
    for (String arm : ARMS) {
      ArmStatistics expected = oracle.counters.report(rollout).of(arm);
      ArmStatistics counted =
          all.stream()
              .map(each -> each.counters.report(rollout).of(arm))
              .reduce(ArmStatistics.NONE, ArmStatistics::plus);
      assertThat(counted.outcomes()).containsOnlyKeys(expected.outcomes().keySet());
      expected
          .outcomes()
          .forEach(
              (name, summary) -> {
                var seen = counted.outcomes().getOrDefault(name, Summary.NONE);
                assertThat(seen.count()).isEqualTo(summary.count());
                assertThat(seen.mean()).isCloseTo(summary.mean(), within(1e-9));
              });
    }
  }

  private void happen(Step step) {
    switch (step.kind()) {
      case ANSWER -> answer(leaver);
      case ANSWER_OF_THE_OTHER -> answer(other);
      case LABEL -> label(step);
      case FOLLOW -> follow();
      case RESTART -> {
        leaver.open.leave();
        leaver = replica();
        leaver.monitors.follow();
        leaver.open.adopt();
      }
      case ROLLING_RESTART -> {
        leaver.open.leave();
        other.open.adopt(); // it may stand before the other, or behind it, or have read nothing
        leaver = replica();
      }
      case GAP -> {
        leaver.open.leave();
        label(step);
        leaver = replica();
        leaver.monitors.follow();
        label(step);
        leaver.open.adopt();
      }
      case STORE_FAILS -> {
        predictions.fail(true);
        leaver.open.leave();
        try {
          other.open.adopt();
        } catch (RuntimeException expected) {
          assertThat(expected).hasMessageContaining("fails");
        }
        predictions.fail(false);
        other.open.adopt();
        leaver = replica();
      }
    }
  }

  private void answer(Replica replica) {
    String request = "request-" + answers;
    String user = "user-" + answers++;
    long version = oracle.answered(request, user).sides().chosen().version();
    Route _ = replica.answered(request, user);
    predictions.remember(
        List.of(
            new RememberedPrediction(
                new PredictionId(request, 0),
                new ModelId("adult", version),
                Rollouts.START,
                new Predicted.Classes(
                    List.of(new Predicted.Share("yes", .8), new Predicted.Share("no", .2))),
                Map.of())));
  }

  private void label(Step step) {
    if (answers > 0) {
      String request = "request-" + Math.max(0, answers - 1 - step.answer());
      predictions.label(
          List.of(
              new Feedback(
                  new PredictionId(request, 0),
                  Optional.empty(),
                  new Outcome.Label(step.isRight() ? "yes" : "no"),
                  Rollouts.START)),
          Rollouts.START);
    }
  }

  private void follow() {
    oracle.monitors.follow();
    leaver.monitors.follow();
    other.monitors.follow();
    leaver.open.adopt();
  }

  private Replica replica() {
    Replica replica = new Replica(handOver);
    all.add(replica);
    return replica;
  }

  private void declare() {
    Map<String, Object> form = Rollouts.form("adult");
    form.put(
        "canary",
        Map.of("steps", List.of(50), "criteria", Map.of("accuracy", .01, "-log_loss", 1)));
    control.declare(Rollouts.declared("r", form), "ann");
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(3, Kind.ANSWER),
                Tuple.of(1, Kind.ANSWER_OF_THE_OTHER),
                Tuple.of(4, Kind.LABEL),
                Tuple.of(2, Kind.FOLLOW),
                Tuple.of(1, Kind.RESTART),
                Tuple.of(1, Kind.ROLLING_RESTART),
                Tuple.of(1, Kind.GAP),
                Tuple.of(1, Kind.STORE_FAILS)),
            Arbitraries.integers().between(0, 4),
            Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }
}
