package io.salver.recommend.pipeline;

import io.salver.recommend.Stage;
import io.salver.time.Deadline;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long stages may take before something simpler answers. Whatever is configured, a stage leaves
 * a part of the time that the caller waits to those behind it. Immutable.
 */
public final class StageBudgets {

  /** Only shares of the time that is left. */
  public static final StageBudgets RELATIVE = new StageBudgets(Map.of());

  private static final double SHARE_BEFORE_OTHERS = 0.5;
  private static final double SHARE_OF_LAST = 0.8;

  private final Map<Stage, Duration> configured = new EnumMap<>(Stage.class);

  /** Budgets of {@link Stage#EMBED}, {@link Stage#RETRIEVE} and {@link Stage#RANK}. */
  public StageBudgets(Map<Stage, Duration> configured) {
    this.configured.putAll(configured);
  }

  /** The budget that is configured for a stage. */
  public Optional<Duration> configured(Stage stage) {
    return Optional.ofNullable(configured.get(stage));
  }

  /**
   * When {@code stage}, which begins now, must be done: no later than its share of what is left.
   */
  Deadline of(Stage stage, Deadline caller) {
    Deadline deadline = caller;
    long left = caller.remainingNanos();
    if (left != Long.MAX_VALUE) {
      double share = stage == Stage.RANK ? SHARE_OF_LAST : SHARE_BEFORE_OTHERS;
      deadline = caller.atMost(Duration.ofNanos((long) (Math.max(0, left) * share)));
    }
    return configured(stage).map(deadline::atMost).orElse(deadline);
  }
}
