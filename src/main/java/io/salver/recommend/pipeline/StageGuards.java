package io.salver.recommend.pipeline;

import io.salver.recommend.Stage;
import io.salver.time.Ticker;

/** The guards of the stages that may be too slow or fail. */
record StageGuards(StageGuard embed, StageGuard retrieve, StageGuard rank) {

  /** Guards that hold stages to {@code budgets}. */
  static StageGuards of(StageBudgets budgets, Ticker ticker) {
    return new StageGuards(
        new StageGuard(Stage.EMBED, budgets, ticker),
        new StageGuard(Stage.RETRIEVE, budgets, ticker),
        new StageGuard(Stage.RANK, budgets, ticker));
  }
}
