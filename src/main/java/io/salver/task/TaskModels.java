package io.salver.task;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.model.ModelSpec;
import io.salver.serving.InferenceService;
import io.salver.serving.InferenceService.State;
import io.salver.serving.InferenceService.VersionStatus;
import io.salver.serving.ModelDescription;
import io.salver.serving.ModelReference;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the model that a typed request means, and keeps what its {@code model.yaml} was read as for
 * as long as that version lives. Thread-safe.
 *
 * @param <P> what {@code model.yaml} says, read for the task: its plan; must be thread-safe
 */
public final class TaskModels<P> {

  private final InferenceService inference;
  private final BiFunction<TaskName, ModelDescription, P> reader;
  private final Map<ModelReference, Kept<P>> kept = new ConcurrentHashMap<>();

  /** Plans are what {@code reader} makes of a description; it may throw faults. */
  public TaskModels(InferenceService inference, BiFunction<TaskName, ModelDescription, P> reader) {
    this.inference = inference;
    this.reader = reader;
  }

  /**
   * A version and how to use it.
   *
   * @param pinned the very version that was described, for the runs of the request
   */
  public record Chosen<P>(ModelReference pinned, ModelDescription description, P plan) {}

  private record Kept<P>(ModelSpec spec, P plan) {}

  /**
   * The version that {@code asked} names, or that of the only ready model with that task, whatever
   * rollouts say.
   *
   * @throws NotFound when there is no such model or version, or when none or several models have
   *     the task
   * @throws NotReady when the version asked for is not ready
   * @throws InvalidInput when the model has another task
   */
  public Chosen<P> choose(Set<TaskName> tasks, Optional<ModelReference> asked) {
    return chosen(tasks, asked.map(inference::describe).orElseGet(() -> onlyOneWith(tasks)));
  }

  /** The version that answers a request: where it names none, that of its arm. */
  public Chosen<P> choose(TaskName task, TaskContext request) {
    return choose(EnumSet.of(task), request);
  }

  /** The same for a model with any of these {@code tasks}. */
  public Chosen<P> choose(Set<TaskName> tasks, TaskContext request) {
    ModelReference asked =
        request.model().orElseGet(() -> ModelReference.latest(onlyOneWith(tasks).name()));
    return chosen(tasks, inference.describe(inference.follow(asked, request.following())));
  }

  private Chosen<P> chosen(Set<TaskName> tasks, ModelDescription description) {
    TaskName task =
        taskOf(description, tasks)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        "model '%s' is for %s, not for %s"
                            .formatted(
                                description.name(),
                                description.spec().task().orElse("tensors only"),
                                names(tasks))));
    ModelReference pinned =
        new ModelReference(description.name(), Optional.of(description.version()));
    return new Chosen<>(pinned, description, plan(task, pinned, description));
  }

  /**
   * Does {@code use} with the version that is chosen. Where that was unloaded before it ran, and
   * the caller had not asked for it by number, {@code use} is done once more with the next one.
   *
   * @return fails with a {@link Fault}, also where choosing did
   */
  public <A> CompletionStage<A> use(
      TaskName task, TaskContext request, Function<Chosen<P>, ? extends CompletionStage<A>> use) {
    return use(EnumSet.of(task), request, use);
  }

  /** The same with a model with any of these {@code tasks}. */
  public <A> CompletionStage<A> use(
      Set<TaskName> tasks,
      TaskContext request,
      Function<Chosen<P>, ? extends CompletionStage<A>> use) {
    boolean fixed = request.model().flatMap(ModelReference::version).isPresent();
    return attempt(tasks, request, use)
        .exceptionallyCompose(
            failure ->
                !fixed && isGone(cause(failure))
                    ? attempt(tasks, request, use)
                    : CompletableFuture.failedFuture(cause(failure)));
  }

  /** Whether a run failed because the version is not there any more. */
  public static boolean isGone(Throwable failure) {
    return failure instanceof NotFound || failure instanceof NotReady;
  }

  private <A> CompletionStage<A> attempt(
      Set<TaskName> tasks,
      TaskContext request,
      Function<Chosen<P>, ? extends CompletionStage<A>> use) {
    try {
      return use.apply(choose(tasks, request));
    } catch (Fault fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  private ModelDescription onlyOneWith(Set<TaskName> tasks) {
    List<ModelDescription> able =
        ready().stream()
            .map(VersionStatus::model)
            .distinct()
            .sorted()
            .flatMap(name -> described(name).stream())
            .filter(description -> taskOf(description, tasks).isPresent())
            .toList();
    if (able.size() == 1) {
      return able.getFirst();
    }
    throw new NotFound(
        able.isEmpty()
            ? "no model for %s is ready".formatted(names(tasks))
            : "several models are for %s; name one of %s"
                .formatted(names(tasks), able.stream().map(ModelDescription::name).toList()));
  }

  /** The description, unless the model was unloaded just now. */
  private Optional<ModelDescription> described(String name) {
    try {
      return Optional.of(inference.describe(ModelReference.latest(name)));
    } catch (NotFound | NotReady gone) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("ReferenceEquality") // a reload brings another spec, also if it says the same
  private P plan(TaskName task, ModelReference pinned, ModelDescription description) {
    Kept<P> known = kept.get(pinned);
    if (known != null && known.spec() == description.spec()) {
      return known.plan();
    }
    P plan = reader.apply(task, description);
    kept.put(pinned, new Kept<>(description.spec(), plan));
    Set<ModelReference> living =
        ready().stream()
            .map(status -> new ModelReference(status.model(), Optional.of(status.version())))
            .collect(Collectors.toSet());
    kept.keySet().removeIf(each -> !each.equals(pinned) && !living.contains(each));
    return plan;
  }

  private List<VersionStatus> ready() {
    return inference.versions().stream().filter(each -> each.state() == State.READY).toList();
  }

  private static Optional<TaskName> taskOf(ModelDescription description, Set<TaskName> tasks) {
    return description.spec().task().flatMap(TaskName::named).filter(tasks::contains);
  }

  private static String names(Set<TaskName> tasks) {
    return tasks.stream().map(TaskName::text).sorted().collect(Collectors.joining(" or "));
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }
}
