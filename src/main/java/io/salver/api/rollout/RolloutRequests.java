package io.salver.api.rollout;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.rollout.DeclaredRollouts;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutControl;
import io.salver.rollout.RolloutEvent;
import io.salver.rollout.RolloutEvidence;
import io.salver.rollout.RolloutForm;
import io.salver.rollout.RolloutSpec;
import io.salver.routing.Choice;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * The requests about rollouts as both protocols ask for them, answered by documents. Stages
 * complete on the executor's threads, which the store may block; a {@code Fault} says what was
 * wrong. Thread-safe.
 */
public final class RolloutRequests {

  /** Most events that are told at once. */
  public static final int MOST_EVENTS = 500;

  private static final int USUAL_EVENTS = 50;
  private static final int MOST_REASON = 1_000;
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final Set<String> ORDER = Set.of("reason");
  private static final Set<String> WEIGHING = Set.of("reason", "weights");

  private final RolloutControl control;
  private final DeclaredRollouts declared;
  private final Executor executor;
  private final InstantSource clock;

  /** Requests to {@code control}, on the threads of {@code executor}. */
  public RolloutRequests(
      RolloutControl control, DeclaredRollouts declared, Executor executor, InstantSource clock) {
    this.control = control;
    this.declared = declared;
    this.executor = executor;
    this.clock = clock;
  }

  /** All rollouts, and what is wrong with files that declare some. */
  public CompletionStage<Map<String, Object>> list() {
    return later(
        () -> {
          Map<String, Object> document = new LinkedHashMap<>();
          document.put("rollouts", control.all().stream().map(RolloutDocuments::rollout).toList());
          document.put("problems", new TreeMap<>(declared.problems()));
          return document;
        });
  }

  /** A rollout, with all that is known of its arms. */
  public CompletionStage<Map<String, Object>> get(String name) {
    return later(
        () -> {
          Rollout rollout = control.require(name);
          return RolloutDocuments.rollout(
              rollout, RolloutEvidence.of(rollout, control.seen(rollout), clock.instant()));
        });
  }

  /** Declares a rollout, in the form that files have. */
  public CompletionStage<Map<String, Object>> declare(
      String name, Map<String, Object> declaration, Actor actor) {
    RolloutSpec spec = RolloutForm.declared(Origin.request(), "", name, declaration);
    return later(() -> RolloutDocuments.rollout(control.declare(spec, actor.name())));
  }

  /** Removes a rollout, and says what it was. */
  public CompletionStage<Map<String, Object>> remove(String name, Actor actor) {
    return later(
        () -> {
          Rollout rollout = control.require(name);
          control.remove(name, actor.name(), "");
          return RolloutDocuments.rollout(rollout);
        });
  }

  /**
   * Does what is ordered.
   *
   * @param body may give a {@code reason}, and with {@link Order#WEIGH} gives {@code weights}
   */
  public CompletionStage<Map<String, Object>> order(
      String name, Order order, Map<String, Object> body, Actor actor) {
    Section section =
        Section.of(Origin.request(), "", body, order == Order.WEIGH ? WEIGHING : ORDER);
    String reason = section.text("reason").orElse("");
    if (reason.length() > MOST_REASON) {
      throw new InvalidInput(
          "reason takes at most %d characters, received %d"
              .formatted(MOST_REASON, reason.length()));
    }
    Map<String, Integer> weights =
        order == Order.WEIGH ? RolloutForm.readWeights(section) : Map.of();
    return later(
        () ->
            RolloutDocuments.rollout(
                switch (order) {
                  case PROMOTE -> control.promote(name, actor.name(), reason);
                  case ROLL_BACK -> control.rollBack(name, actor.name(), reason);
                  case PAUSE -> control.pause(name, actor.name(), reason);
                  case RESUME -> control.resume(name, actor.name(), reason);
                  case WEIGH -> control.weigh(name, weights, actor.name(), reason);
                }));
  }

  /**
   * What happened to a rollout, the latest first, also to one that was removed.
   *
   * @param before in RFC 3339; empty: until now
   * @param limit 0: as usual
   */
  public CompletionStage<Map<String, Object>> events(String name, String before, long limit) {
    if (limit < 0 || limit > MOST_EVENTS) {
      throw new InvalidInput("limit expects 1 to %d, received %d".formatted(MOST_EVENTS, limit));
    }
    Instant until = before.isEmpty() ? RolloutEvent.NEVER : time(before);
    int most = limit == 0 ? USUAL_EVENTS : (int) limit;
    return later(
        () -> {
          List<RolloutEvent> events = control.events(name, until, most);
          if (events.isEmpty() && before.isEmpty()) {
            throw new NotFound("nothing has happened to a rollout '%s'".formatted(name));
          }
          Map<String, Object> document = new LinkedHashMap<>();
          document.put("events", events.stream().map(RolloutDocuments::event).toList());
          if (events.size() == most) {
            document.put("before", events.getLast().at().toString());
          }
          return document;
        });
  }

  /** Which arm a request would meet: {@code key}, {@code attributes} and {@code arm} of it. */
  public CompletionStage<Map<String, Object>> explain(String name, Map<String, Object> body) {
    Explained explained = Explained.of(body);
    return later(
        () -> {
          Rollout rollout = control.require(name);
          Choice choice =
              rollout
                  .split()
                  .choose(explained.subject(), new Random())
                  .orElseThrow(() -> explained.unknownArm(rollout));
          return RolloutDocuments.choice(choice);
        });
  }

  private CompletionStage<Map<String, Object>> later(Supplier<Map<String, Object>> request) {
    try {
      return CompletableFuture.supplyAsync(() -> asked(request), executor);
    } catch (RejectedExecutionException e) {
      throw new Overloaded(
          Overloaded.Reason.QUEUE_FULL, AGAIN_AFTER, "too many requests wait for the rollouts");
    }
  }

  /** The store is away, which is nobody's mistake and may pass. */
  private static Map<String, Object> asked(Supplier<Map<String, Object>> request) {
    try {
      return request.get();
    } catch (BackendFailure e) {
      throw new NotReady(e.explanation());
    }
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidInput("before expects a time of RFC 3339, received '" + text + "'");
    }
  }
}
