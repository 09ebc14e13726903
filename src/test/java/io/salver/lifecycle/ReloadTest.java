package io.salver.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Versions that have two lives for a while. */
final class ReloadTest extends ManagedServables {

  @Test
  void a_reloaded_version_serves_as_before_until_its_successor_is_ready() {
    aspire(1);
    load();
    Lease<Servable> held = manager.lease("m", "a request");
    Servable before = held.servable();
    var _ = reload(sources("", 1));
    assertThat(leased()).isSameAs(before);
    load();
    assertThat(leased()).isNotSameAs(before);
    assertThat(live).hasSize(2);
    held.close();
    load();
    assertThat(live).hasSize(1);
    assertThat(states()).containsExactly(READY);
  }

  @Test
  void a_failed_reload_leaves_the_version_serving_and_says_why() {
    aspire(1);
    load();
    Servable before = leased();
    var outcome = reload(Map.of(1L, failing("new", new BackendFailure("cut off"))));
    load();
    assertThat(outcome.join()).containsExactly(entry(1L, failed("cut off")));
    assertThat(leased()).isSameAs(before);
    assertThat(manager.snapshot("m"))
        .containsExactly(
            new VersionSnapshot(new ModelId("m", 1), READY, true, Optional.of("cut off")));
    assertThat(heard).endsWith("Ready, lease succeeds", "loaded in PT0S: false");
    var _ = reload(sources("", 1));
    load();
    assertThat(manager.snapshot("m").getFirst().reloadFailure()).isEmpty();
    assertThat(leased()).isNotSameAs(before);
  }

  @Test
  void a_version_whose_reload_failed_goes_on_beside_another_that_is_ready() {
    aspire(1, 2);
    load();
    Map<Long, AspiredVersion<Servable>> wanted = new HashMap<>(sources("", 1));
    wanted.put(2L, failing("", new BackendFailure("cut off")));
    var _ = reload(wanted);
    load();
    assertThat(states()).containsExactly(READY, READY);
  }

  @Test
  void only_what_has_another_revision_is_loaded_anew() {
    follow(sources("a", 1, 2));
    load();
    Map<Long, AspiredVersion<Servable>> wanted = new HashMap<>(sources("a", 1));
    wanted.putAll(sources("b", 2));
    follow(wanted);
    load();
    follow(wanted);
    load();
    assertThat(loads).isEqualTo(3);
  }

  @Test
  void what_failed_is_tried_again_where_that_is_asked_for() {
    follow(sources("a", 1));
    load();
    follow(Map.of(1L, failing("b", new BackendFailure("half of it"))));
    load();
    for (int i = 0; i < 2; i++) { // the second time nothing is left to do
      var _ = manager.aspire("m", sources("b", 1), Renewal.CHANGED_OR_FAILED);
      load();
    }
    assertThat(loads).isEqualTo(2);
    assertThat(manager.snapshot("m").getFirst().reloadFailure()).isEmpty();
  }

  @Test
  void what_failed_is_not_tried_again_before_it_changes() {
    follow(sources("a", 1));
    load();
    var broken = Map.of(1L, failing("b", new BackendFailure("half of it")));
    follow(broken);
    load();
    follow(broken);
    load();
    assertThat(heard).filteredOn(event -> event.endsWith("false")).hasSize(1);
    follow(sources("c", 1));
    load();
    assertThat(manager.snapshot("m").getFirst().reloadFailure()).isEmpty();
    assertThat(loads).isEqualTo(2);
  }

  @Test
  void a_version_that_goes_and_comes_back_is_loaded_again() {
    follow(sources("a", 1));
    load();
    Lease<Servable> held = manager.lease("m", "a request");
    aspire();
    follow(sources("a", 1));
    load();
    assertThat(leased()).isNotSameAs(held.servable());
    held.close();
    load();
    assertThat(live).hasSize(1);
  }

  @Test
  void a_reload_asked_for_while_another_waits_replaces_it_and_answers_both() {
    aspire(1);
    load();
    var first = reload(sources("", 1));
    var second = reload(sources("", 1));
    var third = reload(sources("", 1));
    assertThat(first).isNotDone();
    load();
    assertThat(loads).isEqualTo(2);
    assertThat(List.of(first, second, third))
        .allSatisfy(outcome -> assertThat(outcome.join()).containsExactly(entry(1L, READY)));
    assertThat(live).hasSize(1);
  }

  @Test
  void a_reload_asked_for_while_another_loads_comes_after_it() {
    aspire(1);
    load();
    var later = new ArrayList<CompletableFuture<SortedMap<Long, VersionState>>>();
    AspiredVersion<Servable> interrupted =
        new AspiredVersion<>(
            "",
            () -> {
              later.add(reload(sources("", 1)));
              return loaded(1);
            });
    var first = reload(Map.of(1L, interrupted));
    tasks.remove().run();
    assertThat(first.join()).containsExactly(entry(1L, READY));
    assertThat(later.getFirst()).isNotDone();
    load();
    assertThat(later.getFirst().join()).containsExactly(entry(1L, READY));
    assertThat(loads).isEqualTo(3);
    assertThat(live).hasSize(1);
  }

  @Test
  void a_version_unloaded_while_it_loads_is_closed_again() {
    CompletableFuture<?> unloaded = new CompletableFuture<>();
    AspiredVersion<Servable> interrupted =
        new AspiredVersion<>(
            "",
            () -> {
              var _ = retired().thenRun(() -> unloaded.complete(null));
              return loaded(1);
            });
    var _ = reload(Map.of(1L, interrupted));
    load();
    assertThat(live).isEmpty();
    assertThat(unloaded).isCompleted();
    assertThat(states()).containsExactly(new VersionState.Unloaded(Instant.EPOCH));
  }

  @Test
  void unloading_is_complete_when_the_last_lease_has_ended_and_all_is_closed() {
    aspire(1, 2);
    load();
    Lease<Servable> held = manager.lease(new ModelId("m", 1), "a request");
    CompletableFuture<?> unloaded = retired();
    load();
    assertThat(unloaded).isNotDone();
    held.close();
    assertThat(unloaded).isNotDone();
    load();
    assertThat(unloaded).isCompleted();
    assertThat(live).isEmpty();
  }

  @Test
  void what_waits_to_be_loaded_when_it_is_unloaded_is_told_so() {
    var outcome = reload(sources("", 1));
    aspire();
    load();
    assertThat(outcome.join()).containsExactly(entry(1L, new VersionState.Unloaded(Instant.EPOCH)));
  }
}
