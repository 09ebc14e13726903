package io.salver.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.PredictionId;
import io.salver.monitor.Sample;
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

final class ObservedArmsTest {

  private static final Predicted YES =
      new Predicted.Classes(List.of(new Predicted.Share("yes", .8), new Predicted.Share("no", .2)));
  private static final Sample ROW =
      Sample.builder().feature("age", 39).feature("sex", "female").build();

  private final InMemoryRolloutStore store = new InMemoryRolloutStore();
  private final RolloutDirectory directory = new RolloutDirectory(store);
  private final ArmCounters counters = new ArmCounters();
  private final LabelledArms labels = new LabelledArms();
  private final ArmChooser chooser =
      new ArmChooser(
          directory, counters, ArmObserver.NONE, labels, () -> 0, new SplittableRandom(7));
  private final ObservedArms arms = new ObservedArms(directory, labels);

  ObservedArmsTest() {
    Map<String, Object> form = Rollouts.form("adult");
    form.put(
        "canary",
        Map.of(
            "steps",
            List.of(5),
            "criteria",
            Map.of("prediction", .1, "prediction.no", .1, "input.age", 1, "input.sex=female", .1)));
    new RolloutControl(store, store, directory, () -> Rollouts.START)
        .declare(Rollouts.declared("r", form), "ann");
  }

  @Test
  void whatComesInAndGoesOutIsOfTheArmThatAnswered() {
    Route.Side side = answered("q", Map.of("x-user-id", "ann"));
    arms.accept(observation("q", side.version(), Optional.of(YES)));
    assertThat(seen(side))
        .containsEntry("prediction", new Summary(1, .8, 0))
        .containsEntry("prediction.no", new Summary(1, 0, 0))
        .containsEntry("input.age", new Summary(1, 39, 0))
        .containsEntry("input.sex=female", new Summary(1, 1, 0));
  }

  @Test
  void numbersAreThePrediction() {
    Route.Side side = answered("q", Map.of("x-user-id", "ann"));
    Predicted three = new Predicted.Value(3, Optional.empty());
    arms.accept(observation("q", side.version(), Optional.of(three)));
    assertThat(seen(side))
        .containsEntry("prediction", new Summary(1, 3, 0))
        .doesNotContainKey("prediction.no");
  }

  @Test
  void observationsWaitForTheAnswer() {
    arms.accept(observation("early", 1, Optional.of(YES)));
    Route.Side side = answered("early", Map.of("x-user-id", "ann"));
    assertThat(seen(side)).isEmpty();
    arms.accept(observation("other", 1, Optional.of(YES)));
    assertThat(seen(side).getOrDefault("input.age", Summary.NONE).count())
        .isEqualTo(side.version() == 1 ? 1 : 0);
  }

  @Test
  void testersAreLeftOutAndHoldNobodyUpForLong() {
    Route.Side tested = answered("t", Map.of("x-salver-arm", "control"));
    arms.accept(observation("t", tested.version(), Optional.of(YES)));
    Route.Side side = answered("q", Map.of("x-user-id", "ann"));
    for (int i = 0; i < 300; i++) {
      arms.accept(observation("q", side.version(), Optional.empty()));
    }
    assertThat(seen(side).getOrDefault("input.age", Summary.NONE).count()).isEqualTo(300);
  }

  @Test
  void onlyModelsThatAreJudgedByThemAreObserved() {
    assertThat(arms.share(new ModelId("adult", 1))).isEqualTo(1);
    assertThat(arms.share(new ModelId("houses", 1))).isZero();
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

  private static Observation observation(
      String request, long version, Optional<Predicted> predicted) {
    return new Observation(
        new ModelId("adult", version),
        new PredictionId(request, 0),
        Rollouts.START,
        ROW,
        predicted);
  }
}
