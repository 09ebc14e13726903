package io.salver.recommend.pipeline;

import io.salver.recommend.Stage;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.feature.EncodingPlan;
import io.salver.recommend.feature.Rows;
import io.salver.recommend.pipeline.CandidateWatching.Given;
import io.salver.serving.ModelReference;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Embeds the query with the user tower and searches the index of the same bundle for the items of
 * the highest inner product (Yi et al., 2019). Filters work inside the search, also narrow ones. A
 * search under way is not stopped: the budget bounds what is begun. Immutable and thread-safe.
 */
final class TwoTowerSource implements CandidateSource {

  private static final String CANDIDATES = "candidates";

  private final ModelRunner models;
  private final EncodingPlan userTower;
  private final EmbeddingBundle bundle;
  private final IdDirectory ids;
  private final StageGuards guards;
  private final ModelReference userTowerModel;
  private final RecallSampler sampler;
  private final CandidateWatching watching;
  private final RecallSampler.Searched where;

  TwoTowerSource(
      ModelRunner models,
      EncodingPlan userTower,
      EmbeddingBundle bundle,
      IdDirectory ids,
      StageGuards guards,
      RecallSampler sampler,
      CandidateWatching watching,
      String recommender) {
    this.watching = watching;
    this.sampler = sampler;
    this.where = new RecallSampler.Searched(recommender, bundle.version());
    this.models = models;
    this.userTower = userTower;
    this.bundle = bundle;
    this.ids = ids;
    this.guards = guards;
    this.userTowerModel =
        new ModelReference(bundle.userTower().name(), Optional.of(bundle.userTower().version()));
  }

  @Override
  public Candidates retrieve(Query query, Eligibility eligible, StageLog log, Call call) {
    int wanted = Math.min(query.request().candidates(), eligible.kept());
    if (wanted == 0) {
      log.end(Stage.RETRIEVE, eligible.kept(), 0, CANDIDATES);
      return Candidates.NONE;
    }
    float[] embedding = guards.embed().run(call, limited -> embed(query, limited));
    log.end(Stage.EMBED, 1, 1, "");
    return near(embedding, wanted, eligible, log, call);
  }

  /** The items nearest to an embedding, at most {@code wanted}, best first. */
  Candidates near(float[] embedding, int wanted, Eligibility eligible, StageLog log, Call call) {
    FloatBuffer query = FloatBuffer.wrap(embedding);
    Candidates found = guards.retrieve().run(call, limited -> search(query, eligible, wanted));
    log.end(Stage.RETRIEVE, eligible.kept(), found.count(), CANDIDATES);
    return found;
  }

  private float[] embed(Query query, Call call) {
    int dimension = bundle.index().dimension();
    Rows rows = Rows.of(query.user());
    float[] embedding =
        models.run(
            userTowerModel,
            scope -> userTower.encode(rows, scope),
            response -> Embeddings.read(response, 1, dimension),
            call.deadline(),
            call.urgency().priority());
    OptionalLong version = OptionalLong.of(bundle.userTower().version());
    watching.tell(
        userTowerModel.name(), version, userTower, rows, Given.embeddings(embedding, dimension));
    return embedding;
  }

  private Candidates search(FloatBuffer embedding, Eligibility eligible, int wanted) {
    SearchRequest request = new SearchRequest(wanted, 0, eligible.filter());
    Neighbors found = bundle.index().search(embedding, request);
    sampler.searched(where, bundle.index(), embedding, request, found);
    int[] rows = new int[found.count()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Math.toIntExact(found.ids()[i]);
    }
    return Candidates.found(rows, found.scores(), ids);
  }
}
