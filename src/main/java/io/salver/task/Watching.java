package io.salver.task;

import io.salver.model.ModelId;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.PredictionId;
import io.salver.monitor.PredictionObserver;
import io.salver.monitor.Sample;
import io.salver.serving.RequestId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells those who watch models what typed requests brought and what they were answered. Nothing is
 * gathered for a request that nobody looks at, and no request fails because of it. Thread-safe.
 */
public final class Watching {

  /** Nobody looks. */
  public static final Watching NONE = new Watching(PredictionObserver.NONE, InstantSource.system());

  private static final Logger LOG = System.getLogger(Watching.class.getName());

  private final PredictionObserver observer;
  private final InstantSource clock;

  /** Tells {@code observer}. */
  public Watching(PredictionObserver observer, InstantSource clock) {
    this.observer = observer;
    this.clock = clock;
  }

  /** One row, text, picture or sound, and what a label can be compared with. */
  public record Seen(Sample sample, Optional<Predicted> predicted) {}

  /** Whether somebody looks at that request. */
  public boolean looksAt(ModelId model, RequestId id) {
    return observer.observes(model, id.text());
  }

  /**
   * Tells of a request, if somebody looks at it.
   *
   * @param gather what was asked, in the order of the request; called on this thread, or not at all
   */
  public void tell(ModelId model, RequestId id, Supplier<List<Seen>> gather) {
    if (!looksAt(model, id)) {
      return;
    }
    try {
      List<Seen> seen = gather.get();
      Instant now = clock.instant();
      for (int index = 0; index < seen.size(); index++) {
        Seen each = seen.get(index);
        observer.predicted(
            new Observation(
                model, new PredictionId(id.text(), index), now, each.sample(), each.predicted()));
      }
    } catch (RuntimeException unforeseen) {
      LOG.log(Level.ERROR, () -> "cannot tell what " + model + " was asked", unforeseen);
    }
  }
}
