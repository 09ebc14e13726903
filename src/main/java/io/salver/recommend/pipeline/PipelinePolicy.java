package io.salver.recommend.pipeline;

import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.recommend.rerank.RerankPolicy;

/**
 * What the owner of a recommender wants beyond the models' order.
 *
 * @param rerank rules, diversity, exploration and duplicates
 * @param budgets how long stages may take
 * @param popularity how popularity is counted by segment
 * @param quality how clicks are counted for its versions, and by which features
 */
public record PipelinePolicy(
    RerankPolicy rerank,
    StageBudgets budgets,
    PopularityPolicy popularity,
    OutcomeSettings quality) {

  /** The order of the scores, budgets relative to the deadline, and one popularity for all. */
  public static final PipelinePolicy NONE =
      new PipelinePolicy(RerankPolicy.NONE, StageBudgets.RELATIVE, PopularityPolicy.NONE);

  /** One whose clicks are counted as other labels are by default. */
  public PipelinePolicy(RerankPolicy rerank, StageBudgets budgets, PopularityPolicy popularity) {
    this(rerank, budgets, popularity, OutcomeSettings.DEFAULT);
  }
}
