package io.salver.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.model.ModelId;
import io.salver.monitor.Predicted;
import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.LabelledPrediction;
import io.salver.monitor.outcome.LabelledPrediction.Earlier;
import io.salver.monitor.outcome.Outcome;
import io.salver.monitor.outcome.RememberedPrediction;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.ArmStatistics;
import io.salver.rollout.InMemoryRolloutStore;
import io.salver.rollout.RolloutControl;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.Rollouts;
import io.salver.rollout.sequential.Summary;
import io.salver.serving.RequestId;
import io.salver.serving.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LabelledArmsTest {

  private static final Predicted SURE =
      new Predicted.Classes(List.of(new Predicted.Share("yes", .8), new Predicted.Share("no", .2)));

  private final InMemoryRolloutStore store = new InMemoryRolloutStore();
  private final RolloutDirectory directory = new RolloutDirectory(store);
  private final ArmCounters counters = new ArmCounters();
  private final LabelledArms labels = new LabelledArms();
  private final ArmChooser chooser =
      new ArmChooser(
          directory, counters, ArmObserver.NONE, labels, () -> 0, new SplittableRandom(7));

  LabelledArmsTest() {
    Map<String, Object> form = Rollouts.form("adult");
    form.put(
        "canary",
        Map.of(
            "steps",
            List.of(5),
            "criteria",
            Map.of("accuracy", .01, "-log_loss", .01, "-brier_score", .01, "-squared_error", .1)));
    new RolloutControl(store, store, directory, () -> Rollouts.START)
        .declare(Rollouts.declared("r", form), "ann");
  }

  @Test
  void a_label_says_of_the_arm_that_answered_whether_it_was_right() {
    Route.Side side = answered("q", Map.of("x-user-id", "ann"));
    labels.labelled(label("q", side.version(), SURE, new Outcome.Label("no"), Optional.empty()));
    Map<String, Summary> seen = seen(side);
    assertThat(seen.get("accuracy")).isEqualTo(new Summary(1, 0, 0));
    assertThat(seen.getOrDefault("log_loss", Summary.NONE).mean())
        .isCloseTo(-Math.log(.2), within(1e-12));
    assertThat(seen.getOrDefault("brier_score", Summary.NONE).mean())
        .isCloseTo(1.28, within(1e-12));
  }

  @Test
  void a_number_is_as_wrong_as_it_is_far_away() {
    Route.Side side = answered("q", Map.of("x-user-id", "ann"));
    Predicted three = new Predicted.Value(3, Optional.empty());
    labels.labelled(label("q", side.version(), three, new Outcome.Value(5), Optional.empty()));
    assertThat(seen(side).getOrDefault("squared_error", Summary.NONE).mean()).isEqualTo(4);
  }

  @Test
  void corrections_other_versions_other_answers_and_testers_do_not_count() {
    Route.Side side = answered("q", Map.of("x-user-id", "ann"));
    Earlier earlier = new Earlier(new Outcome.Label("yes"), Rollouts.START);
    Outcome no = new Outcome.Label("no");
    labels.labelled(label("q", side.version(), SURE, no, Optional.of(earlier)));
    labels.labelled(label("q", 3 - side.version(), SURE, no, Optional.empty()));
    labels.labelled(label("other", side.version(), SURE, no, Optional.empty()));
    Route.Side tested = answered("t", Map.of("x-salver-arm", "canary"));
    labels.labelled(label("t", tested.version(), SURE, no, Optional.empty()));
    assertThat(seen(side)).isEmpty();
    assertThat(seen(tested)).isEmpty();
  }

  private Route.Side answered(String id, Map<String, String> headers) {
    Route route =
        Traffic.ofModels(chooser)
            .route("adult", name -> Optional.ofNullable(headers.get(name)))
            .orElseThrow();
    route.answered(Optional.of(new RequestId(id)));
    return route.sides().chosen();
  }

  private Map<String, Summary> seen(Route.Side side) {
    return counters
        .statistics(directory.all().getFirst())
        .getOrDefault(side.arm().arm(), ArmStatistics.NONE)
        .outcomes();
  }

  private static LabelledPrediction label(
      String request,
      long version,
      Predicted predicted,
      Outcome outcome,
      Optional<Earlier> corrected) {
    return new LabelledPrediction(
        1,
        new RememberedPrediction(
            new PredictionId(request, 0),
            new ModelId("adult", version),
            Rollouts.START,
            predicted,
            Map.of()),
        outcome,
        Rollouts.START,
        corrected);
  }
}
