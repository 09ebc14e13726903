package io.salver.recommend;

import io.salver.model.ModelId;
import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.serving.Route;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * The answer of a recommender.
 *
 * @param id unique; events refer to it, and it seeds whatever was left to chance
 * @param recommender who answered
 * @param items best first, at most as many as were wanted
 * @param arm what it counts for when answers are compared: {@code popularity} where that was asked
 *     for, the arms of rollouts where these divide the traffic, otherwise the version of the bundle
 * @param ways through rollouts that led to it: they are told what becomes known of it
 * @param judged what its events say of versions
 * @param fallback why it is less personal than it could be; absent: it is not
 * @param degraded what could not be done; absent: everything was
 * @param ignored ids of the request that the catalogue does not know
 * @param versions what computed it
 * @param stages what each stage did, in the order they ran; they explain an empty answer
 * @param queueNanos time before the pipeline started, nanoseconds
 * @param computeNanos time of the pipeline, nanoseconds; the stages never sum to more
 */
public record Recommendation(
    String id,
    String recommender,
    List<Item> items,
    String arm,
    List<Route> ways,
    Judged judged,
    Optional<Fallback> fallback,
    Optional<Degradation> degraded,
    Ignored ignored,
    Versions versions,
    List<StageReport> stages,
    long queueNanos,
    long computeNanos) {

  /** Copies the lists. */
  public Recommendation {
    ways = List.copyOf(ways);
    items = List.copyOf(items);
    stages = List.copyOf(stages);
  }

  /** One whose traffic nobody divides, and whose events say nothing of versions. */
  public Recommendation(
      String id,
      String recommender,
      List<Item> items,
      String arm,
      Optional<Fallback> fallback,
      Optional<Degradation> degraded,
      Ignored ignored,
      Versions versions,
      List<StageReport> stages,
      long queueNanos,
      long computeNanos) {
    this(
        id,
        recommender,
        items,
        arm,
        List.of(),
        Judged.NOTHING,
        fallback,
        degraded,
        ignored,
        versions,
        stages,
        queueNanos,
        computeNanos);
  }

  /**
   * What the events of an answer say of versions.
   *
   * @param models the versions that made it: of the recommender, which are those of its bundles,
   *     and of the ranker; empty where something simpler answered
   * @param groups which group its request belongs to, by the feature that groups
   * @param settings how such answers are counted
   * @param isOfBatch whether it was made to be shown later, if at all: then it counts only where an
   *     event says that it was
   */
  public record Judged(
      List<ModelId> models,
      Map<String, String> groups,
      OutcomeSettings settings,
      boolean isOfBatch) {

    /** Nothing. */
    public static final Judged NOTHING =
        new Judged(List.of(), Map.of(), OutcomeSettings.DEFAULT, false);

    /** Copies list and map. */
    public Judged {
      models = List.copyOf(models);
      groups = Map.copyOf(groups);
    }
  }

  /**
   * One item.
   *
   * @param id its id in the catalogue
   * @param score what it was ordered by, after boosts: the ranker's score, that of retrieval or the
   *     popularity; may be non-finite, then it stands at the end
   * @param retrievalScore inner product of user and item embedding, or the popularity; NaN where it
   *     was not retrieved
   * @param retrievalRank its rank before re-ranking, from 1; 0 where it was not retrieved but
   *     pinned
   * @param placement why it stands there
   * @param attributes the attributes asked for that it has, in the order they were asked for
   * @param explanation the ranker's features where they were asked for and the ranker ran
   */
  public record Item(
      long id,
      float score,
      float retrievalScore,
      int retrievalRank,
      Placement placement,
      SequencedMap<String, Value> attributes,
      List<FeatureExplanation> explanation) {

    /** Copies. */
    public Item {
      attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
      explanation = List.copyOf(explanation);
    }

    /** Whether it was drawn from beyond the best. */
    public boolean explored() {
      return placement == Placement.EXPLORED;
    }
  }

  /**
   * One feature as the ranker saw it.
   *
   * @param name its name in features.json
   * @param raw the value before encoding; absent where there is none or it is computed
   * @param encoded the numbers in the tensor
   */
  public record FeatureExplanation(String name, Optional<Value> raw, List<Double> encoded) {}

  /** How many ids of the request the catalogue does not know. */
  public record Ignored(int history, int exclude) {}

  /**
   * What computed the answer; the towers and the index are one bundle.
   *
   * @param index fingerprint of the embeddings in the index
   * @param ranker the version that ran; absent in a fallback to popularity
   */
  public record Versions(String index, long userTower, long itemTower, OptionalLong ranker) {}
}
