package io.salver.app;

import io.salver.fault.BackendFailure;
import io.salver.monitor.outcome.HandOver;
import io.salver.recommend.feedback.OpenLists;
import io.salver.traffic.OpenArms;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Leaves the answers that are open to others when the process ends, and goes on with those of
 * processes that have ended. For the thread that follows labels.
 */
final class HandingOver {

  private static final Logger LOG = System.getLogger(HandingOver.class.getName());

  private final OpenLists lists;
  private final OpenArms arms;
  private final HandOver store;
  private final BooleanSupplier isReady;
  private final InstantSource clock;
  private boolean hasLeft;

  /**
   * Hands over through {@code store}.
   *
   * @param isReady whether the rollouts are known that answers count for
   */
  HandingOver(
      OpenLists lists,
      OpenArms arms,
      HandOver store,
      BooleanSupplier isReady,
      InstantSource clock) {
    this.lists = lists;
    this.arms = arms;
    this.store = store;
    this.isReady = isReady;
    this.clock = clock;
  }

  /** Adopts what others have left; nothing once this process has left what it had. */
  void adopt() {
    if (hasLeft || !isReady.getAsBoolean()) {
      return;
    }
    int ofLists = lists.adopt();
    int ofArms = arms.adopt();
    if (ofLists + ofArms > 0) {
      LOG.log(Level.INFO, () -> "goes on with " + answers(ofLists, ofArms) + " of another process");
    }
  }

  /** Leaves what is open; what cannot be left is lost, and told of. */
  void leave() {
    hasLeft = true;
    try {
      int ofLists = lists.leave();
      int ofArms = arms.leave();
      if (ofLists + ofArms > 0) {
        LOG.log(Level.INFO, () -> "has handed over " + answers(ofLists, ofArms));
      }
    } catch (BackendFailure e) {
      LOG.log(Level.WARNING, "answers were not handed over, and are lost: " + e.explanation(), e);
    }
  }

  /** Forgets what nobody has taken in time. */
  void retain() {
    long gone = store.retain(clock.instant());
    if (gone > 0) {
      LOG.log(Level.WARNING, () -> gone + " parcels of answers were left and taken by nobody");
    }
  }

  private static String answers(int ofLists, int ofArms) {
    return ofLists + " recommendations and " + ofArms + " answers of models";
  }
}
