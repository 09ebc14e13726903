package io.salver.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.monitor.drift.Persistence.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PersistenceTest {

  private static final int PANES = 5;

  private Persistence persistence = Persistence.begin(3);
  private long pane = 100;

  @Test
  void before_any_window_nothing_is_known() {
    assertThat(persistence.decision().state()).isEqualTo(DriftState.UNKNOWN);
    assertThat(persistence.decision().since()).isEmpty();
  }

  @Test
  void windows_with_too_few_samples_change_nothing() {
    tell(Verdict.TOO_FEW, 20);
    assertThat(state()).isEqualTo(DriftState.UNKNOWN);
    tell(Verdict.AS_REFERENCE, 1);
    tell(Verdict.TOO_FEW, 20);
    assertThat(state()).isEqualTo(DriftState.STABLE);
    tell(Verdict.EXCEEDED, 1);
    tell(Verdict.TOO_FEW, 20);
    assertThat(persistence.decision().windows()).isEqualTo(1);
  }

  @Test
  void only_windows_that_do_not_overlap_count() {
    tell(Verdict.EXCEEDED, 1);
    assertThat(state()).isEqualTo(DriftState.SUSPECTED);
    tell(Verdict.EXCEEDED, PANES - 1);
    assertThat(persistence.decision().windows()).isEqualTo(1);
    tell(Verdict.EXCEEDED, 1);
    assertThat(persistence.decision().windows()).isEqualTo(2);
    tell(Verdict.EXCEEDED, PANES - 1);
    assertThat(state()).isEqualTo(DriftState.SUSPECTED);
    tell(Verdict.EXCEEDED, 1);
    assertThat(state()).isEqualTo(DriftState.DRIFTED);
    assertThat(persistence.decision().windows()).isEqualTo(3);
  }

  @Test
  void one_window_as_the_reference_breaks_the_row() {
    tell(Verdict.EXCEEDED, 2 * PANES);
    tell(Verdict.AS_REFERENCE, 1);
    assertThat(state()).isEqualTo(DriftState.STABLE);
    tell(Verdict.EXCEEDED, 2 * PANES);
    assertThat(state()).isEqualTo(DriftState.SUSPECTED);
    tell(Verdict.EXCEEDED, 1);
    assertThat(state()).isEqualTo(DriftState.DRIFTED);
  }

  @Test
  void a_drift_ends_after_as_many_windows_as_the_reference() {
    tell(Verdict.EXCEEDED, 2 * PANES + 1);
    Instant since = persistence.decision().since().orElseThrow();
    tell(Verdict.AS_REFERENCE, 2 * PANES);
    assertThat(state()).isEqualTo(DriftState.DRIFTED);
    assertThat(persistence.decision().since()).contains(since);
    tell(Verdict.EXCEEDED, 1);
    tell(Verdict.AS_REFERENCE, 2 * PANES);
    assertThat(state()).as("the row was broken").isEqualTo(DriftState.DRIFTED);
    tell(Verdict.AS_REFERENCE, 1);
    assertThat(state()).isEqualTo(DriftState.STABLE);
    assertThat(persistence.decision().windows()).isZero();
  }

  @Test
  void one_window_is_enough_where_one_is_needed() {
    persistence = Persistence.begin(1);
    tell(Verdict.EXCEEDED, 1);
    assertThat(state()).isEqualTo(DriftState.DRIFTED);
    tell(Verdict.AS_REFERENCE, 1);
    assertThat(state()).isEqualTo(DriftState.STABLE);
  }

  private DriftState state() {
    return persistence.decision().state();
  }

  private void tell(Verdict verdict, int windows) {
    for (int i = 0; i < windows; i++) {
      pane++;
      persistence = persistence.next(verdict, pane - PANES, pane, Instant.EPOCH.plusSeconds(pane));
    }
  }
}
