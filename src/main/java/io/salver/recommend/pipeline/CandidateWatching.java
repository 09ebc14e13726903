package io.salver.recommend.pipeline;

import io.salver.model.ModelId;
import io.salver.monitor.Observation;
import io.salver.monitor.PredictionId;
import io.salver.monitor.PredictionObserver;
import io.salver.monitor.Sample;
import io.salver.recommend.feature.EncodingPlan;
import io.salver.recommend.feature.Rows;
import io.salver.serving.RequestId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells those who watch models what towers and rankers are asked, of at most {@value #MOST} rows of
 * a run, evenly drawn: under the names of features.json, and the {@code score} of each candidate or
 * the {@code embedding} of each user and item. No label refers to such a row, as recommendations
 * have events; so each run has an id of its own. Nothing is gathered for a run that nobody looks
 * at, and no request fails because of it. Thread-safe.
 */
final class CandidateWatching {

  private static final Logger LOG = System.getLogger(CandidateWatching.class.getName());
  private static final int MOST = 10;

  private final PredictionObserver observer;
  private final InstantSource clock;

  CandidateWatching(PredictionObserver observer, InstantSource clock) {
    this.observer = observer;
    this.clock = clock;
  }

  /** What a run said of its rows. */
  @FunctionalInterface
  interface Given {

    /** Adds what was said of a row. */
    void addTo(int row, Sample.Builder sample);

    /** Scores, one a row. */
    static Given scores(float[] scores) {
      return (row, sample) -> sample.prediction("score", scores[row]);
    }

    /** Vectors, {@code [rows, dimension]}. */
    static Given embeddings(float[] embeddings, int dimension) {
      return (row, sample) ->
          sample.embedding(
              "embedding", Arrays.copyOfRange(embeddings, row * dimension, (row + 1) * dimension));
    }
  }

  /**
   * Tells of a run.
   *
   * @param version that ran; absent: it is not known, and nobody is told
   * @param given what it said of each row
   */
  void tell(String model, OptionalLong version, EncodingPlan plan, Rows rows, Given given) {
    if (version.isEmpty() || rows.count() == 0) {
      return;
    }
    ModelId id = new ModelId(model, version.getAsLong());
    String request = RequestId.draw().text();
    if (!observer.observes(id, request)) {
      return;
    }
    try {
      int[] places = places(rows.count());
      List<Sample.Builder> samples = plan.watch(only(rows, places));
      Instant now = clock.instant();
      for (int i = 0; i < places.length; i++) {
        Sample.Builder sample = samples.get(i);
        given.addTo(places[i], sample);
        observer.predicted(
            new Observation(
                id, new PredictionId(request, i), now, sample.build(), Optional.empty()));
      }
    } catch (RuntimeException unforeseen) {
      LOG.log(Level.ERROR, () -> "cannot tell what " + id + " was asked", unforeseen);
    }
  }

  private static int[] places(int count) {
    int taken = Math.min(MOST, count);
    int[] places = new int[taken];
    for (int i = 0; i < taken; i++) {
      places[i] = (int) ((long) i * count / taken);
    }
    return places;
  }

  private static Rows only(Rows rows, int[] places) {
    int[] items = new int[places.length];
    float[] scores = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      items[i] = rows.items()[places[i]];
      scores[i] = rows.retrievalScores()[places[i]];
    }
    return new Rows(rows.user(), items, scores, places.length, rows.images());
  }
}
