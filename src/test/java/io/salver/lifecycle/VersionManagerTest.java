package io.salver.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.model.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What serves and what does not, and who hears of it. */
final class VersionManagerTest extends ManagedServables {

  @Test
  void the_highest_ready_version_is_leased() {
    aspire(1, 2, 3);
    load();
    try (Lease<Servable> lease = manager.lease("m", "test")) {
      assertThat(lease.id()).isEqualTo(new ModelId("m", 3));
      assertThat(lease.servable().id).isEqualTo(3);
    }
  }

  @Test
  void a_version_is_leased_by_number() {
    aspire(1, 2);
    load();
    try (Lease<Servable> lease = manager.lease(new ModelId("m", 1), "test")) {
      assertThat(lease.servable().id).isEqualTo(1);
    }
  }

  @Test
  void what_does_not_exist_is_not_found() {
    aspire(1);
    load();
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> manager.lease("other", "test"))
        .withMessage("there is no model 'other'");
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> manager.lease(new ModelId("m", 7), "test"))
        .withMessage("model 'm' has no version 7; it has [1]");
  }

  @Test
  void what_is_still_loading_is_not_found_by_name_and_not_ready_by_number() {
    aspire(1);
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> manager.lease("m", "test"))
        .withMessage("no version of model 'm' is ready");
    assertThatExceptionOfType(NotReady.class)
        .isThrownBy(() -> manager.lease(new ModelId("m", 1), "test"))
        .withMessage("version 1 of model 'm' is not ready: Loading");
  }

  @Test
  void a_failed_load_shows_its_reason_and_disturbs_no_other() {
    Map<Long, AspiredVersion<Servable>> wanted = new HashMap<>(sources("", 1));
    wanted.put(2L, failing("", new BackendFailure("the file is cut off")));
    wanted.put(3L, failing("", new UnsatisfiedLinkError("no library")));
    var _ = reload(wanted);
    load();
    assertThat(states())
        .containsExactly(
            READY,
            new VersionState.Failed(Instant.EPOCH, "the file is cut off"),
            new VersionState.Failed(Instant.EPOCH, "java.lang.UnsatisfiedLinkError: no library"));
    manager.lease("m", "test").close();
  }

  @Test
  void what_failed_is_tried_again_when_it_is_aspired_to_again() {
    var _ = reload(Map.of(1L, failing("", new BackendFailure("not yet"))));
    load();
    var _ = reload(sources("", 1));
    load();
    assertThat(states()).containsExactly(READY);
  }

  @Test
  void a_new_version_is_ready_before_the_old_one_is_drained() {
    aspire(1);
    load();
    aspire(2);
    manager.lease("m", "test").close();
    assertThat(states().getFirst()).isInstanceOf(VersionState.Ready.class);
    load();
    assertThat(states()).containsExactly(new VersionState.Unloaded(Instant.EPOCH), READY);
  }

  @Test
  void whoever_hears_that_a_lower_version_took_over_gets_it() {
    aspire(2);
    load();
    List<Long> leased = new ArrayList<>();
    var _ =
        reload(sources("", 1))
            .thenAccept(
                loaded -> {
                  try (Lease<Servable> lease = manager.lease("m", "test")) {
                    leased.add(lease.id().version());
                  }
                });
    load();
    assertThat(leased).containsExactly(1L);
  }

  @Test
  void an_unwanted_version_is_closed_with_its_last_lease() {
    aspire(1);
    load();
    Lease<Servable> lease = manager.lease("m", "test");
    aspire();
    load();
    assertThat(states()).containsExactly(new VersionState.Draining(Instant.EPOCH));
    assertThat(live).hasSize(1);
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> manager.lease("m", "test"));
    lease.close();
    load();
    assertThat(live).isEmpty();
    assertThat(states()).containsExactly(new VersionState.Unloaded(Instant.EPOCH));
  }

  @Test
  void a_lease_closed_twice_counts_once() {
    aspire(1);
    load();
    Lease<Servable> first = manager.lease("m", "first");
    Lease<Servable> second = manager.lease("m", "second");
    first.close();
    first.close();
    aspire();
    load();
    assertThat(live).hasSize(1);
    second.close();
  }

  @Test
  void what_is_not_wanted_any_more_when_its_turn_comes_is_not_loaded() {
    aspire(1);
    aspire();
    load();
    assertThat(states()).containsExactly(new VersionState.Unloaded(Instant.EPOCH));
    assertThat(heard).noneMatch(event -> event.startsWith("loaded"));
  }

  @Test
  void stopping_names_those_who_hold_what_does_not_end() {
    aspire(1, 2);
    load();
    Lease<Servable> lease = manager.lease("m", "a slow request");
    manager.stop(Duration.ZERO);
    load();
    assertThat(manager.stop(Duration.ZERO))
        .containsExactly(new StuckVersion(new ModelId("m", 2), List.of("a slow request")));
    lease.close();
  }

  @Test
  void settled_means_that_nothing_wanted_is_still_to_be_loaded() {
    aspire(1);
    assertThat(manager.awaitSettled(Duration.ZERO)).isFalse();
    load();
    assertThat(manager.awaitSettled(Duration.ZERO)).isTrue();
  }

  @Test
  void the_observer_hears_each_change_in_order_and_ready_when_a_lease_succeeds() {
    aspire(1);
    load();
    aspire();
    load();
    assertThat(heard)
        .containsExactly(
            "Pending",
            "Loading",
            "Ready, lease succeeds",
            "loaded in PT0.005S: true",
            "Draining",
            "Unloaded");
  }
}
