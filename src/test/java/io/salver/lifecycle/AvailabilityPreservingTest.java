package io.salver.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One test per rule. */
final class AvailabilityPreservingTest {

  private static final Instant NOW = Instant.EPOCH;
  private static final VersionState PENDING = new VersionState.Pending(NOW);
  private static final VersionState LOADING = new VersionState.Loading(NOW);
  private static final VersionState READY = new VersionState.Ready(NOW);
  private static final VersionState DRAINING = new VersionState.Draining(NOW);
  private static final VersionState UNLOADED = new VersionState.Unloaded(NOW);
  private static final VersionState FAILED = new VersionState.Failed(NOW, "no");

  private final AvailabilityPreserving policy = new AvailabilityPreserving();

  @Test
  void a_wanted_pending_version_is_loaded() {
    assertThat(policy.next(List.of(wanted(1, PENDING)))).contains(new Transition.Load(1));
  }

  @Test
  void an_unwanted_pending_version_is_dropped() {
    assertThat(policy.next(List.of(unwanted(1, PENDING)))).contains(new Transition.Drain(1));
  }

  @Test
  void an_unwanted_version_is_drained_once_a_wanted_one_is_ready() {
    assertThat(policy.next(List.of(unwanted(1, READY), wanted(2, READY))))
        .contains(new Transition.Drain(1));
  }

  @Test
  void an_unwanted_version_serves_while_its_successor_loads() {
    assertThat(policy.next(List.of(unwanted(1, READY), wanted(2, LOADING)))).isEmpty();
  }

  @Test
  void a_failed_successor_keeps_the_version_that_serves() {
    assertThat(policy.next(List.of(unwanted(1, READY), wanted(2, FAILED)))).isEmpty();
  }

  @Test
  void when_nothing_is_wanted_everything_is_drained() {
    assertThat(policy.next(List.of(unwanted(1, UNLOADED), unwanted(2, READY))))
        .contains(new Transition.Drain(2));
  }

  @Test
  void what_is_as_it_should_be_stays() {
    assertThat(
            policy.next(
                List.of(
                    wanted(1, READY),
                    unwanted(2, DRAINING),
                    unwanted(3, UNLOADED),
                    wanted(4, FAILED))))
        .isEqualTo(Optional.empty());
  }

  @Test
  void a_version_is_loaded_anew_once_at_a_time() {
    assertThat(policy.next(List.of(unwanted(1, 1, LOADING), wanted(1, 2, PENDING)))).isEmpty();
    assertThat(policy.next(List.of(unwanted(1, 1, LOADING), wanted(2, 2, PENDING))))
        .contains(new Transition.Load(2));
  }

  @Test
  void a_life_goes_on_while_its_successor_loads_also_beside_a_version_that_is_ready() {
    assertThat(
            policy.next(List.of(unwanted(1, 1, READY), wanted(1, 2, LOADING), wanted(2, 3, READY))))
        .isEmpty();
  }

  @Test
  void a_life_is_drained_once_its_successor_is_ready_wanted_or_not() {
    assertThat(policy.next(List.of(unwanted(1, 1, READY), wanted(1, 2, READY))))
        .contains(new Transition.Drain(1));
    assertThat(
            policy.next(
                List.of(unwanted(1, 1, READY), unwanted(1, 2, READY), wanted(1, 3, LOADING))))
        .contains(new Transition.Drain(1));
  }

  private static LifeSnapshot wanted(long version, VersionState state) {
    return wanted(version, version, state);
  }

  private static LifeSnapshot unwanted(long version, VersionState state) {
    return unwanted(version, version, state);
  }

  private static LifeSnapshot wanted(long version, long life, VersionState state) {
    return new LifeSnapshot(new ModelId("m", version), life, state, true);
  }

  private static LifeSnapshot unwanted(long version, long life, VersionState state) {
    return new LifeSnapshot(new ModelId("m", version), life, state, false);
  }
}
