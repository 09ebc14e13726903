package io.salver.rollout;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.routing.Layer;
import io.salver.settings.Section;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Changes rollouts: what an operator orders, and what evidence decides. Each change is the next
 * revision of what the store has, together with the event that tells of it; when another replica is
 * faster, the change is made to what that one wrote. Every method blocks. Thread-safe.
 */
public final class RolloutControl {

  private static final int ATTEMPTS = 10;

  private final RolloutStore store;
  private final ArmReports reports;
  private final RolloutDirectory directory;
  private final RolloutObserver observer;
  private final InstantSource clock;

  /** Control of which nobody hears but {@code directory}. */
  public RolloutControl(
      RolloutStore store, ArmReports reports, RolloutDirectory directory, InstantSource clock) {
    this(store, reports, directory, RolloutObserver.NONE, clock);
  }

  /**
   * Control over the rollouts of {@code store}; {@code directory} and {@code observer} hear of what
   * it changes.
   */
  public RolloutControl(
      RolloutStore store,
      ArmReports reports,
      RolloutDirectory directory,
      RolloutObserver observer,
      InstantSource clock) {
    this.store = store;
    this.reports = reports;
    this.directory = directory;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Begins a rollout, or begins it anew where it is declared otherwise than it was; one that is
   * declared as it was goes on where it stands.
   *
   * @throws InvalidInput when another divides the same traffic, or owns slots of the same layer, or
   *     a file declares it and this is none
   */
  public Rollout declare(Rollout declared, String actor) {
    String name = declared.name();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<Rollout> all = store.all();
      requireApart(declared, all);
      Optional<Rollout> before = find(all, name);
      before.ifPresent(each -> requireOwned(each, declared.file()));
      boolean isSame = before.filter(each -> isDeclaredAs(each, declared)).isPresent();
      if (isSame && before.get().file().equals(declared.file())) {
        return before.get();
      }
      Rollout next =
          before
              .map(each -> isSame ? each.adoptedAs(declared) : each.redeclared(declared))
              .orElse(declared);
      String kind = before.isEmpty() ? "begin" : isSame ? "adopt" : "redeclare";
      RolloutEvent event = event(next, actor, kind, "", List.of());
      if (store.write(next, event)) {
        if (!isSame) {
          reports.forget(name);
        }
        changed(next, event);
        return next;
      }
    }
    throw contended(name);
  }

  /** Sets the weights of all arms, in slots; a rollout that is judged is paused by it. */
  public Rollout weigh(String name, Map<String, Integer> weights, String actor, String reason) {
    return change(
        name, actor, "weigh", reason, rollout -> weighed(rollout, weights, clock.instant()));
  }

  /** Stops judging it for now. */
  public Rollout pause(String name, String actor, String reason) {
    return change(name, actor, "pause", reason, rollout -> rollout.paused(clock.instant()));
  }

  /** Goes on from the step at which it was. */
  public Rollout resume(String name, String actor, String reason) {
    return change(name, actor, "resume", reason, rollout -> rollout.resumed(clock.instant()));
  }

  /** Gives the canary everything. */
  public Rollout promote(String name, String actor, String reason) {
    return change(
        name,
        actor,
        "promote",
        reason,
        rollout -> {
          requireCanary(rollout);
          return rollout.after(new Decision.Promote(reason), clock.instant());
        });
  }

  /** Gives the control everything. */
  public Rollout rollBack(String name, String actor, String reason) {
    return change(
        name,
        actor,
        "roll-back",
        reason,
        rollout -> rollout.after(new Decision.RollBack(reason), clock.instant()));
  }

  /**
   * Removes a rollout: its traffic is not divided any more.
   *
   * @throws InvalidInput when a file declares it
   */
  public void remove(String name, String actor, String reason) {
    remove(name, Optional.empty(), actor, reason);
  }

  /** Removes a rollout that {@code file} declared, which is gone. */
  public void removeDeclared(String name, String file, String actor) {
    remove(name, Optional.of(file), actor, file + " is gone");
  }

  private void remove(String name, Optional<String> file, String actor, String reason) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Rollout rollout = require(name);
      requireOwned(rollout, file);
      RolloutEvent event =
          new RolloutEvent(
              name, rollout.revision() + 1, clock.instant(), actor, "remove", reason, List.of());
      if (store.remove(name, rollout.revision(), event)) {
        reports.forget(name);
        changed(rollout, event);
        return;
      }
    }
    throw contended(name);
  }

  /**
   * Does what was decided on that revision of a rollout; nothing when it has another by now, since
   * then another replica has decided.
   */
  public void decided(Rollout rollout, Decision decision, List<Finding> findings) {
    Rollout next = rollout.after(decision, clock.instant());
    if (next.revision() == rollout.revision()) {
      return;
    }
    RolloutEvent event =
        event(
            next,
            RolloutEvent.ITSELF,
            Section.nameOf(decision.kind()),
            decision.reason(),
            findings);
    if (store.write(next, event)) {
      changed(next, event);
    }
  }

  /** What was seen of a rollout by all replicas since it began. */
  public ArmsReport seen(Rollout rollout) {
    return reports.seen(rollout.name(), rollout.began());
  }

  /** What happened to a rollout before that moment, the latest first. */
  public List<RolloutEvent> events(String name, Instant before, int limit) {
    return store.events(name, before, limit);
  }

  /** All rollouts, as the store has them. */
  public List<Rollout> all() {
    return store.all();
  }

  /**
   * The rollout of that name, as the store has it.
   *
   * @throws NotFound when there is none
   */
  public Rollout require(String name) {
    List<Rollout> all = store.all();
    return find(all, name)
        .orElseThrow(
            () ->
                new NotFound(
                    "there is no rollout '%s'; there are %s"
                        .formatted(name, all.stream().map(Rollout::name).toList())));
  }

  private Rollout change(
      String name, String actor, String kind, String reason, UnaryOperator<Rollout> order) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Rollout next = order.apply(require(name));
      RolloutEvent event = event(next, actor, kind, reason, List.of());
      if (store.write(next, event)) {
        changed(next, event);
        return next;
      }
    }
    throw contended(name);
  }

  private void changed(Rollout rollout, RolloutEvent event) {
    observer.happened(rollout, event);
    try {
      directory.refresh();
    } catch (BackendFailure later) {
      // what was ordered is done; the next refresh tells this replica
    }
  }

  /** What a file declares, that file alone declares otherwise; it may take what others declared. */
  private static void requireOwned(Rollout rollout, Optional<String> by) {
    if (rollout.file().isPresent() && by.isEmpty()) {
      throw new InvalidInput(
          "rollout '%s' is declared by the file %s; change or delete that"
              .formatted(rollout.name(), rollout.file().get()));
    }
  }

  private static Rollout weighed(Rollout rollout, Map<String, Integer> weights, Instant now) {
    for (String arm : weights.keySet()) {
      if (rollout.split().arm(arm).isEmpty()) {
        throw new InvalidInput(
            "rollout '%s' has no arm '%s'; its arms are %s"
                .formatted(rollout.name(), arm, rollout.split().arms()));
      }
    }
    try {
      return rollout.weighed(weights, now);
    } catch (IllegalArgumentException notWhole) {
      throw new InvalidInput(String.valueOf(notWhole.getMessage()));
    }
  }

  private static void requireCanary(Rollout rollout) {
    if (rollout.progression().isEmpty()) {
      throw new InvalidInput(
          "rollout '%s' has no canary to promote; set its weights".formatted(rollout.name()));
    }
  }

  private static void requireApart(Rollout declared, List<Rollout> all) {
    for (Rollout other : all) {
      if (other.name().equals(declared.name())) {
        continue;
      }
      if (other.target().equals(declared.target())) {
        throw new InvalidInput(
            "rollout '%s' divides the traffic of %s already"
                .formatted(other.name(), other.target()));
      }
      Optional<Layer> mine = declared.split().layer();
      Optional<Layer> theirs = other.split().layer();
      if (mine.isPresent() && theirs.isPresent() && mine.get().overlaps(theirs.get())) {
        throw new InvalidInput(
            "rollout '%s' owns %s; experiments of a layer must not overlap"
                .formatted(other.name(), theirs.get()));
      }
    }
  }

  private static boolean isDeclaredAs(Rollout before, Rollout declared) {
    return RolloutForm.declaration(before).equals(RolloutForm.declaration(declared));
  }

  private static Optional<Rollout> find(List<Rollout> all, String name) {
    return all.stream().filter(rollout -> rollout.name().equals(name)).findFirst();
  }

  private RolloutEvent event(
      Rollout rollout, String actor, String kind, String reason, List<Finding> findings) {
    return new RolloutEvent(
        rollout.name(), rollout.revision(), clock.instant(), actor, kind, reason, findings);
  }

  private static BackendFailure contended(String name) {
    return new BackendFailure(
        "rollout '%s' was changed by others %d times in a row".formatted(name, ATTEMPTS));
  }
}
