package io.salver.recommend.pipeline;

import io.salver.recommend.Stage;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.feature.EncodingPlan;
import io.salver.recommend.feature.Rows;
import io.salver.serving.ModelReference;
import io.salver.time.Deadline;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndex;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * Embeds the query with the user tower and searches the index of the same bundle for the items of
 * the highest inner product (Yi et al., 2019). Filters work inside the search. Where an approximate
 * search fills fewer places than items may be answered, which a narrow filter can cause, it
 * searches once more and looks at everything, unless its budget has passed. A search under way is
 * not stopped: the budget bounds what is begun. Immutable and thread-safe.
 */
final class TwoTowerSource implements CandidateSource {

  private static final String CANDIDATES = "candidates";

  private final ModelRunner models;
  private final EncodingPlan userTower;
  private final EmbeddingBundle bundle;
  private final IdDirectory ids;
  private final StageGuards guards;
  private final ModelReference userTowerModel;

  TwoTowerSource(
      ModelRunner models,
      EncodingPlan userTower,
      EmbeddingBundle bundle,
      IdDirectory ids,
      StageGuards guards) {
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
    Candidates found =
        guards.retrieve().run(call, limited -> search(query, eligible, wanted, limited.deadline()));
    log.end(Stage.RETRIEVE, eligible.kept(), found.count(), CANDIDATES);
    return found;
  }

  private float[] embed(Query query, Call call) {
    int dimension = bundle.index().spec().dimension();
    return models.run(
        userTowerModel,
        scope -> userTower.encode(Rows.of(query.user()), scope),
        response -> Embeddings.read(response, 1, dimension),
        call.deadline(),
        call.urgency().priority());
  }

  private Candidates search(
      FloatBuffer embedding, Eligibility eligible, int wanted, Deadline deadline) {
    VectorIndex index = bundle.index();
    Neighbors found =
        index.search(embedding, new SearchRequest(wanted, 0, eligible.filter())).getFirst();
    if (found.count() < wanted && !deadline.passed()) {
      int everything = Math.toIntExact(index.size());
      found =
          index
              .search(embedding, new SearchRequest(wanted, everything, eligible.filter()))
              .getFirst();
    }
    int[] rows = new int[found.count()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Math.toIntExact(found.ids()[i]);
    }
    return Candidates.found(rows, found.scores(), ids);
  }
}
