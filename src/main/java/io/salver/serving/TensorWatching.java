package io.salver.serving;

import io.salver.model.ModelId;
import io.salver.model.Signature;
import io.salver.monitor.Observation;
import io.salver.monitor.PredictionId;
import io.salver.monitor.PredictionObserver;
import io.salver.tensor.Tensors;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Tells those who watch models what clients' requests of tensors brought and what they were
 * answered: row by row where the model has a batch axis, at most {@value #MOST_ROWS} of a request.
 * Nothing is gathered for a request that nobody looks at, and no request fails because of it.
 * Thread-safe.
 */
public final class TensorWatching {

  /** Nobody looks. */
  public static final TensorWatching NONE =
      new TensorWatching(PredictionObserver.NONE, InstantSource.system());

  private static final Logger LOG = System.getLogger(TensorWatching.class.getName());
  private static final int MOST_ROWS = 1_000;

  private final PredictionObserver observer;
  private final InstantSource clock;

  /** Tells {@code observer}. */
  public TensorWatching(PredictionObserver observer, InstantSource clock) {
    this.observer = observer;
    this.clock = clock;
  }

  /** Tells of a request that was answered, while the memory of both is there. */
  void tell(ModelId model, Signature signature, InferenceRequest request, Tensors outputs) {
    RequestId id = request.observed().orElse(null);
    if (id == null || !observer.observes(model, id.text())) {
      return;
    }
    try {
      WatchedTensors watched = new WatchedTensors(signature, request.inputs(), outputs);
      Instant now = clock.instant();
      int rows = Math.min(MOST_ROWS, watched.rows());
      for (int row = 0; row < rows; row++) {
        observer.predicted(
            new Observation(
                model,
                new PredictionId(id.text(), row),
                now,
                watched.sample(row),
                watched.predicted(row)));
      }
    } catch (RuntimeException unforeseen) {
      LOG.log(Level.ERROR, () -> "cannot tell what " + model + " was asked", unforeseen);
    }
  }
}
