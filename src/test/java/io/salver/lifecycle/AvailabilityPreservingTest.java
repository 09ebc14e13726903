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
    assertThat(policy.next(List.of(wanted(1, PENDING)))).contains(new Transition.Load(id(1)));
  }

  @Test
  void an_unwanted_pending_version_is_dropped() {
    assertThat(policy.next(List.of(unwanted(1, PENDING)))).contains(new Transition.Drain(id(1)));
  }

  @Test
  void an_unwanted_version_is_drained_once_a_wanted_one_is_ready() {
    assertThat(policy.next(List.of(unwanted(1, READY), wanted(2, READY))))
        .contains(new Transition.Drain(id(1)));
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
        .contains(new Transition.Drain(id(2)));
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

  private static ModelId id(long version) {
    return new ModelId("m", version);
  }

  private static VersionSnapshot wanted(long version, VersionState state) {
    return new VersionSnapshot(id(version), state, true);
  }

  private static VersionSnapshot unwanted(long version, VersionState state) {
    return new VersionSnapshot(id(version), state, false);
  }
}
