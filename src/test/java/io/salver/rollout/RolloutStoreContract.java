package io.salver.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.rollout.Finding.Verdict;
import io.salver.rollout.RolloutState.Phase;
import io.salver.rollout.sequential.Summary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of rollouts does. Each test uses names of its own. */
public abstract class RolloutStoreContract<S extends RolloutStore & ArmReports> {

  private static final Instant LATER = Rollouts.START.plusSeconds(60);

  private final String name = "rollout-" + UUID.randomUUID();
  private final Rollout first = Rollouts.canary(name, name).begin(Rollouts.START);

  protected abstract S store();

  @Test
  void whatIsWrittenIsThere() {
    assertThat(store().write(first, event(first, "begin"))).isTrue();
    Rollout next = first.after(new Decision.Advance(1, "good"), LATER);
    assertThat(store().write(next, event(next, "advance"))).isTrue();
    Rollout found = find();
    assertThat(RolloutForm.write(found)).isEqualTo(RolloutForm.write(next));
    assertThat(found.split().slots().ranges()).isEqualTo(next.split().slots().ranges());
  }

  @Test
  void onlyTheNextRevisionIsWritten() {
    Rollout paused = first.paused(LATER);
    assertThat(store().write(paused, event(paused, "pause"))).isFalse();
    assertThat(store().write(first, event(first, "begin"))).isTrue();
    assertThat(store().write(first, event(first, "begin"))).isFalse();
    assertThat(store().write(paused, event(paused, "pause"))).isTrue();
    assertThat(store().write(first.paused(LATER), event(paused, "pause"))).isFalse();
    assertThat(store().events(name, 10)).hasSize(2);
    assertThat(find().phase()).isEqualTo(Phase.PAUSED);
  }

  @Test
  void eventsTellTheStoryWithItsEvidenceAlsoAfterTheEnd() {
    Finding open =
        new Finding(
            new Criterion("clicks", Criterion.Better.HIGHER, .01),
            Verdict.INCONCLUSIVE,
            .25,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            3);
    RolloutEvent begin =
        new RolloutEvent(name, 1, Rollouts.START, "ann", "begin", "why: żółw 🐢", List.of(open));
    assertThat(store().write(first, begin)).isTrue();
    RolloutEvent end = new RolloutEvent(name, 2, LATER, "bob", "remove", "", List.of());
    assertThat(store().remove(name, 2, end)).isFalse();
    assertThat(store().remove(name, 1, end)).isTrue();
    assertThat(store().all()).extracting(Rollout::name).doesNotContain(name);
    assertThat(store().events(name, 10)).containsExactly(end, begin);
    assertThat(store().events(name, 1)).containsExactly(end);
    assertThat(store().write(first, event(first, "begin"))).isTrue();
  }

  @Test
  void reportsOfReplicasAddUpAndALaterOneTakesThePlaceOfTheEarlier() {
    ArmStatistics some =
        new ArmStatistics(
            10, 1, new Summary(9, -3.25, .5), Map.of("clicks", Summary.ofEvents(2, 10)));
    Instant began = first.began();
    report("a", began, Map.of("canary", ArmStatistics.NONE), .5);
    report("a", began, Map.of("canary", some), .001);
    report("b", began, Map.of("canary", some, "control", some), .25);
    report("c", LATER, Map.of("canary", some), .00001);
    ArmsReport seen = store().seen(name, began);
    assertThat(seen.of("control")).isEqualTo(some);
    ArmStatistics both = seen.of("canary");
    assertThat(both.requests()).isEqualTo(20);
    assertThat(both.latency().mean()).isCloseTo(-3.25, within(1e-12));
    assertThat(both.outcomes().getOrDefault("clicks", Summary.NONE).count()).isEqualTo(20);
    assertThat(seen.sampleRatio()).isEqualTo(.002);
    assertThat(store().seen(name, LATER).of("canary")).isEqualTo(some);
    store().forget(name);
    assertThat(store().seen(name, began).arms()).isEmpty();
    assertThat(store().seen(name, began).sampleRatio()).isEqualTo(1);
  }

  @Test
  void eventsAreToldInPages() {
    Rollout rollout = first;
    assertThat(store().write(rollout, event(rollout, "begin"))).isTrue();
    for (int i = 0; i < 4; i++) {
      rollout = rollout.paused(LATER);
      assertThat(store().write(rollout, event(rollout, "pause"))).isTrue();
    }
    List<RolloutEvent> page = store().events(name, 2);
    assertThat(page).extracting(RolloutEvent::revision).containsExactly(5L, 4L);
    assertThat(store().events(name, page.getLast().at(), 10))
        .extracting(RolloutEvent::revision)
        .containsExactly(3L, 2L, 1L);
  }

  private void report(
      String replica, Instant began, Map<String, ArmStatistics> arms, double sampleRatio) {
    store().report(name, replica, new ArmsReport(began, arms, sampleRatio));
  }

  private Rollout find() {
    return store().all().stream()
        .filter(rollout -> rollout.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static RolloutEvent event(Rollout rollout, String kind) {
    return new RolloutEvent(
        rollout.name(),
        rollout.revision(),
        Rollouts.START.plusSeconds(rollout.revision()),
        "ann",
        kind,
        "",
        List.of());
  }
}
