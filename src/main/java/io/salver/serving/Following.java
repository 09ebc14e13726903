package io.salver.serving;

import io.salver.fault.Blame;
import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.fault.Overloaded;
import io.salver.lifecycle.VersionSnapshot;
import io.salver.lifecycle.VersionState;
import io.salver.model.ModelId;
import io.salver.serving.Route.Side;
import java.util.ArrayList;
import java.util.List;
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
  public enum Standing {
    READY,
    /** It waits to be loaded, or is being loaded. */
    COMING,
    /** There is none, or it cannot be loaded, or goes. */
    ABSENT;

    /** How a version stands, which may be among those. */
    public static Standing of(ModelId version, List<VersionSnapshot> known) {
      return known.stream()
          .filter(each -> each.id().equals(version))
          .findFirst()
          .map(each -> of(each.state()))
          .orElse(ABSENT);
    }

    private static Standing of(VersionState state) {
      return switch (state) {
        case VersionState.Ready _ -> READY;
        case VersionState.Pending _, VersionState.Loading _ -> COMING;
        case VersionState.Draining _, VersionState.Unloaded _, VersionState.Failed _ -> ABSENT;
      };
    }
  }

  private final Caller caller;
  private final List<Following> beside = new ArrayList<>(0);
  private String traffic = "";
  private @Nullable Route route;
  private @Nullable Side answering;
  private boolean isMissed;
  private boolean isSpared;
  private boolean isEnded;

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

  /** Another part of the same request, which meets a rollout of its own. */
  public synchronized Following beside(Caller other) {
    Following part = new Following(other);
    beside.add(part);
    return part;
  }

  /** The arms that answer; none where nobody divides the traffic, or its arms cannot. */
  public synchronized List<ArmName> arms() {
    if (answering == null && beside.isEmpty()) {
      return List.of();
    }
    List<ArmName> arms = new ArrayList<>();
    Optional.ofNullable(answering).map(Side::arm).ifPresent(arms::add);
    beside.forEach(part -> arms.addAll(part.arms()));
    return List.copyOf(arms);
  }

  /** The way, where the arm that chance or somebody chose has answered. */
  public synchronized Optional<Route> taken() {
    return isMissed || isSpared ? Optional.empty() : Optional.ofNullable(route);
  }

  /**
   * Which version answers.
   *
   * @param name of the model or recommender
   * @param versions how each of them stands
   * @return empty where no rollout says it
   * @throws io.salver.fault.InvalidInput when the caller wants an arm that is not there
   */
  public synchronized Optional<Long> follow(
      String name, TrafficRouting routing, LongFunction<Standing> versions) {
    if (route == null || !traffic.equals(name)) {
      route = routing.route(name, caller).orElse(null);
      traffic = name;
    }
    answering = route == null ? null : side(route.sides(), versions);
    return Optional.ofNullable(answering).map(Side::version);
  }

  private @Nullable Side side(Route.Sides sides, LongFunction<Standing> versions) {
    switch (versions.apply(sides.chosen().version())) {
      case READY -> {
        return sides.chosen();
      }
      case COMING -> isSpared = true;
      case ABSENT -> isMissed = true;
    }
    boolean hasControl = versions.apply(sides.control().version()) == Standing.READY;
    return hasControl ? sides.control() : null;
  }

  /**
   * The request ended, once; what that says of the arm is told.
   *
   * @param fault what went wrong
   * @param id what the request is called
   */
  public synchronized void ended(Optional<Fault> fault, Optional<RequestId> id) {
    if (fault.filter(each -> !isOfArm(each)).isPresent()) {
      isEnded = true;
    }
    end(fault.isPresent(), id);
  }

  /** The request was answered without its arm, which failed. */
  public synchronized void degraded() {
    end(true, Optional.empty());
  }

  private void end(boolean isFailed, Optional<RequestId> id) {
    Route way = route;
    if (way == null || isEnded || (isSpared && !isMissed)) {
      return;
    }
    isEnded = true;
    if (isFailed || isMissed) {
      way.failed();
    } else {
      way.answered(id);
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
