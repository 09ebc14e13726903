package io.salver.rollout;

import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.rollout.RolloutRevisions.Cause;
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

  private final RolloutStore store;
  private final ArmReports reports;
  private final RolloutRevisions revisions;
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
    this.revisions = new RolloutRevisions(store, reports, directory, observer, clock);
    this.clock = clock;
  }

  /**
   * Begins a rollout, or begins it anew where it is declared otherwise than it was; one that is
   * declared as it was goes on where it stands.
   *
   * @throws InvalidInput when another divides the same traffic, or owns slots of the same layer, or
   *     a file declares it and this is none
   */
  public Rollout declare(RolloutSpec declared, String actor) {
    return RolloutRevisions.attempt(declared.name(), () -> declareOnce(declared, actor));
  }

  private Optional<Rollout> declareOnce(RolloutSpec declared, String actor) {
    List<Rollout> all = store.all();
    RolloutRules.requireApart(declared, all);
    Optional<Rollout> found = find(all, declared.name());
    if (found.isEmpty()) {
      return revisions.begin(declared.begin(clock.instant()), new Cause(actor, "begin", ""));
    }
    Rollout present = found.get();
    RolloutRules.requireOwned(present, declared.file());
    if (!isDeclaredAs(present.spec(), declared)) {
      Rollout anew = present.redeclared(declared, clock.instant());
      return revisions.begin(anew, new Cause(actor, "redeclare", ""));
    }
    if (present.spec().file().equals(declared.file())) {
      return found;
    }
    return revisions.write(present.adoptedAs(declared), new Cause(actor, "adopt", ""));
  }

  /** Sets the weights of all arms, in slots; a rollout that is judged is paused by it. */
  public Rollout weigh(String name, Map<String, Integer> weights, String actor, String reason) {
    return change(name, new Cause(actor, "weigh", reason), rollout -> weighed(rollout, weights));
  }

  /** Stops judging it for now. */
  public Rollout pause(String name, String actor, String reason) {
    return change(
        name, new Cause(actor, "pause", reason), rollout -> rollout.paused(clock.instant()));
  }

  /** Goes on from the step at which it was. */
  public Rollout resume(String name, String actor, String reason) {
    return change(
        name, new Cause(actor, "resume", reason), rollout -> rollout.resumed(clock.instant()));
  }

  /** Gives the canary everything. */
  public Rollout promote(String name, String actor, String reason) {
    return change(
        name,
        new Cause(actor, "promote", reason),
        rollout -> {
          RolloutRules.requireCanary(rollout);
          return rollout.after(new Decision.Promote(reason), clock.instant());
        });
  }

  /** Gives the control everything. */
  public Rollout rollBack(String name, String actor, String reason) {
    return change(
        name,
        new Cause(actor, "roll-back", reason),
        rollout -> rollout.after(new Decision.RollBack(reason), clock.instant()));
  }

  /**
   * Removes a rollout: its traffic is not divided any more.
   *
   * @throws InvalidInput when a file declares it
   */
  public void remove(String name, String actor, String reason) {
    remove(name, Optional.empty(), new Cause(actor, "remove", reason));
  }

  /** Removes a rollout that {@code file} declared, which is gone. */
  public void removeDeclared(String name, String file, String actor) {
    remove(name, Optional.of(file), new Cause(actor, "remove", file + " is gone"));
  }

  private void remove(String name, Optional<String> file, Cause cause) {
    var unused =
        RolloutRevisions.attempt(
            name,
            () -> {
              Rollout rollout = require(name);
              RolloutRules.requireOwned(rollout, file);
              return revisions.remove(rollout, cause);
            });
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
    String kind = Section.nameOf(decision.kind());
    var unused =
        revisions.write(next, new Cause(RolloutEvent.ITSELF, kind, decision.reason(), findings));
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

  private Rollout change(String name, Cause cause, UnaryOperator<Rollout> order) {
    return RolloutRevisions.attempt(name, () -> revisions.write(order.apply(require(name)), cause));
  }

  private Rollout weighed(Rollout rollout, Map<String, Integer> weights) {
    RolloutRules.requireArms(rollout, weights);
    try {
      return rollout.weighed(weights, clock.instant());
    } catch (IllegalArgumentException notWhole) {
      throw new InvalidInput(String.valueOf(notWhole.getMessage()));
    }
  }

  private static boolean isDeclaredAs(RolloutSpec before, RolloutSpec declared) {
    return RolloutForm.declaration(before).equals(RolloutForm.declaration(declared));
  }

  private static Optional<Rollout> find(List<Rollout> all, String name) {
    return all.stream().filter(rollout -> rollout.name().equals(name)).findFirst();
  }
}
