package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.recommend.feature.EncodingPlan;
import io.salver.recommend.feature.Rows;
import io.salver.recommend.pipeline.CandidateWatching.Given;
import io.salver.serving.InferenceResponse;
import io.salver.tensor.DataType;
import io.salver.tensor.Tensor;
import java.util.OptionalLong;

/**
 * Scores all candidates in one run of the ranker (DeepFM: Guo et al., 2017). Its output is {@code
 * score}, FP32 {@code [n]}, higher is better. Immutable and thread-safe.
 */
final class RankerScorer implements Scorer {

  private static final String OUTPUT = "score";

  private final ModelRunner models;
  private final RankerVersions versions;
  private final EncodingPlan plan;
  private final CandidateWatching watching;

  RankerScorer(
      ModelRunner models, RankerVersions versions, EncodingPlan plan, CandidateWatching watching) {
    this.models = models;
    this.watching = watching;
    this.versions = versions;
    this.plan = plan;
  }

  /** Checks that a model has the output that this scorer reads. */
  static void check(String model, Signature signature) {
    boolean fits =
        signature
            .output(OUTPUT)
            .filter(spec -> spec.dataType() == DataType.FP32 && spec.shape().rank() == 1)
            .isPresent();
    if (!fits) {
      throw new BackendFailure(
          model + " must have an output '" + OUTPUT + "' FP32 [-1], has " + signature.outputs());
    }
  }

  @Override
  public Scores score(Query query, Candidates candidates, Call call) {
    Rows rows = rows(query, candidates);
    Scores scores =
        models.run(
            versions.of(call.ranker()),
            scope -> plan.encode(rows, scope),
            response -> read(response, candidates.count()),
            call.deadline(),
            call.urgency().priority());
    watching.tell(
        versions.ranker().name(), scores.version(), plan, rows, Given.scores(scores.scores()));
    return scores;
  }

  static Rows rows(Query query, Candidates candidates) {
    return new Rows(
        query.user(), candidates.rows(), candidates.retrievalScores(), candidates.count());
  }

  private static Scores read(InferenceResponse response, int count) {
    Tensor.Dense output = response.outputs().dense(OUTPUT);
    if (output.shape().elements() != count) {
      throw new BackendFailure(
          response.model() + " scored " + output.shape() + " of " + count + " candidates");
    }
    float[] scores = new float[count];
    output.view().asFloatBuffer().get(scores);
    return new Scores(scores, OptionalLong.of(response.model().version()));
  }
}
