package io.salver.serving;

import io.salver.fault.Blame;
import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.fault.Overloaded;
import io.salver.serving.Route.Side;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How one request follows rollouts: who asks, and which arm answers. It keeps to its arm however
 * often it asks, for as long as that arm can answer. Thread-safe.
 *
 * <p>Where the version of its arm is not ready the control answers, and where that is not either,
 * whichever version serves. That counts as a failure of the arm that should have answered; but not
 * while its version is still on its way, since nothing is known of it yet.
 */
public final class Following {

  /** Whether a version can answer. */
  enum Standing {
    READY,
    /** It waits to be loaded, or is being loaded. */
    COMING,
    /** There is none, or it cannot be loaded, or goes. */
    ABSENT
  }

  private final Caller caller;
  private String model = "";
  private @Nullable Route route;
  private @Nullable Side answering;
  private boolean isMissed;
  private boolean isSpared;

  /** A request of that caller, which has not asked yet. */
  public Following(Caller caller) {
    this.caller = caller;
  }

  /** A request of somebody who says nothing. */
  public static Following silent() {
    return new Following(Caller.SILENT);
  }

  public Caller caller() {
    return caller;
  }

  /** The arm that answers; empty where nobody divides the traffic, or none of its arms can. */
  public synchronized Optional<ArmName> arm() {
    return Optional.ofNullable(answering).map(Side::arm);
  }

  /**
   * Which version of that model answers.
   *
   * @param versions how each of them stands
   * @throws io.salver.fault.InvalidInput when the caller wants an arm that is not there
   */
  synchronized ModelReference follow(
      String name, TrafficRouting routing, LongFunction<Standing> versions) {
    if (route == null || !model.equals(name)) {
      route = routing.route(name, caller).orElse(null);
      model = name;
      answering = null;
    }
    Route way = route;
    if (way == null) {
      return ModelReference.latest(name);
    }
    answering = side(way, versions);
    return new ModelReference(name, Optional.ofNullable(answering).map(Side::version));
  }

  private @Nullable Side side(Route way, LongFunction<Standing> versions) {
    switch (versions.apply(way.chosen().version())) {
      case READY -> {
        return way.chosen();
      }
      case COMING -> isSpared = true;
      case ABSENT -> isMissed = true;
    }
    boolean hasControl = versions.apply(way.control().version()) == Standing.READY;
    return hasControl ? way.control() : null;
  }

  /**
   * The request ended, once; what that says of the arm is told.
   *
   * @param fault what went wrong
   */
  public synchronized void ended(Optional<Fault> fault) {
    Route way = route;
    route = null;
    if (way == null
        || (isSpared && !isMissed)
        || fault.filter(each -> !isOfArm(each)).isPresent()) {
      return;
    }
    if (isMissed || fault.isPresent()) {
      way.failed();
    } else {
      way.answered();
    }
  }

  /** Whether a fault is one of the arm: not of the client, and not of the service as a whole. */
  private boolean isOfArm(Fault fault) {
    if (fault instanceof Overloaded refused) {
      return switch (refused.reason()) {
        case QUEUE_FULL, QUEUE_TIMEOUT, LIMIT, EVICTED -> true;
        case MEMORY, SHUTTING_DOWN -> false;
      };
    }
    return fault.blame() != Blame.CLIENT || (isMissed && fault instanceof NotFound);
  }
}
