package io.salver.monitor.drift;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a difference lasts. Windows are told in the order of time, as spans of panes that may
 * overlap; those that do not overlap the last one counted are counted. So what n windows in a row
 * say is n independent things, also where the window slides. Immutable.
 *
 * <pre>
 *              as the reference              exceeds
 *   UNKNOWN ───────────────────► STABLE ─────────────────► SUSPECTED ──┐ n disjoint windows
 *      │ exceeds                   ▲  ▲   as the reference    │  ▲     │ in a row exceed
 *      └──────────────────────────────┼───────────────────────┘  │     ▼
 *          (to SUSPECTED)          │  └──────────────────────────┘  DRIFTED
 *                                  └─────────────────────────────────┘
 *                                    n disjoint windows in a row are as the reference
 * </pre>
 *
 * A window with too few samples changes nothing. If one window exceeds by chance with probability
 * a, at most aⁿ of the panes begin such a row: with a pane every three minutes, a level of .01 over
 * ten features and n = 3, a feature alarms falsely at most {@code 14,400 · .001³}, or .000014 times
 * in thirty days. That holds for chance in the windows; chance in the reference is the same in each
 * of them, so the reference should be larger than a window.
 *
 * @param counted disjoint windows in a row that spoke for leaving the state
 * @param end the pane after the last one counted
 */
public record Persistence(Decision decision, int counted, long end) {

  /** Before any window. */
  public static Persistence begin(int needed) {
    return new Persistence(
        new Decision(DriftState.UNKNOWN, 0, needed, Optional.empty()), 0, Long.MIN_VALUE);
  }

  /** What one window says. */
  public enum Verdict {
    EXCEEDED,
    AS_REFERENCE,
    TOO_FEW
  }

  /**
   * After another window.
   *
   * @param from its first pane
   * @param until the pane after its last
   */
  public Persistence next(Verdict verdict, long from, long until, Instant now) {
    return switch (verdict) {
      case TOO_FEW -> this;
      case EXCEEDED -> decision.drifted() ? stay(DriftState.DRIFTED) : exceeded(from, until, now);
      case AS_REFERENCE ->
          decision.drifted() ? recovering(from, until, now) : enter(DriftState.STABLE, now);
    };
  }

  private Persistence exceeded(long from, long until, Instant now) {
    if (counted > 0 && from < end) {
      return this;
    }
    int windows = counted + 1;
    if (windows >= decision.needed()) {
      return enter(DriftState.DRIFTED, now);
    }
    Persistence suspected = enter(DriftState.SUSPECTED, now);
    return new Persistence(with(suspected.decision, windows), windows, until);
  }

  private Persistence recovering(long from, long until, Instant now) {
    if (counted > 0 && from < end) {
      return this;
    }
    return counted + 1 >= decision.needed()
        ? enter(DriftState.STABLE, now)
        : new Persistence(decision, counted + 1, until);
  }

  /** The row is broken; the state stays. */
  private Persistence stay(DriftState state) {
    return new Persistence(
        new Decision(state, decision.windows(), decision.needed(), decision.since()),
        0,
        Long.MIN_VALUE);
  }

  private Persistence enter(DriftState state, Instant now) {
    int windows = state == DriftState.DRIFTED ? decision.needed() : 0;
    Optional<Instant> since = state == decision.state() ? decision.since() : Optional.of(now);
    return new Persistence(
        new Decision(state, windows, decision.needed(), since), 0, Long.MIN_VALUE);
  }

  private static Decision with(Decision decision, int windows) {
    return new Decision(decision.state(), windows, decision.needed(), decision.since());
  }
}
