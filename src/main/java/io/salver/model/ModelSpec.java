package io.salver.model;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code model.yaml} says of a model; {@link #DEFAULT} is the meaning of an absent file.
 * Immutable.
 *
 * @param task what the typed API may do with it; absent: tensors only
 * @param backend the backend to load it with; absent: by the artefact's file name
 * @param device where it should run
 * @param instances runs that may go on at once, at least 1; absent: as many as the machine has
 *     processors for
 * @param threads threads inside one run, at least 1
 * @param versions which versions on disk should serve
 * @param batching the queue before the model and, where it pays, the joining of requests
 * @param timeout longest time from arrival to answer where the request does not set a shorter one
 * @param cache how many answers to keep and for how long; absent: none
 * @param warmup runs on golden inputs before READY
 * @param signature the tensors, for artefacts that do not carry names and shapes (TorchScript)
 * @param preprocess parameters of the typed task's input conversion, as written
 * @param postprocess parameters of the typed task's output conversion, as written
 * @param monitor parameters of drift monitoring, as written
 */
public record ModelSpec(
    Optional<String> task,
    Optional<String> backend,
    Device device,
    OptionalInt instances,
    int threads,
    VersionPolicy versions,
    Batching batching,
    Duration timeout,
    Optional<Caching> cache,
    int warmup,
    Optional<Signature> signature,
    Map<String, Object> preprocess,
    Map<String, Object> postprocess,
    Map<String, Object> monitor) {

  /** Everything at its default. */
  public static final ModelSpec DEFAULT =
      new ModelSpec(
          Optional.empty(),
          Optional.empty(),
          new Device.Auto(),
          OptionalInt.empty(),
          1,
          new VersionPolicy.Latest(1),
          new Batching(1024, Duration.ZERO, 256, Join.NEVER),
          Duration.ofSeconds(60),
          Optional.empty(),
          1,
          Optional.empty(),
          Map.of(),
          Map.of(),
          Map.of());

  /** Copies the maps. */
  public ModelSpec {
    preprocess = Map.copyOf(preprocess);
    postprocess = Map.copyOf(postprocess);
    monitor = Map.copyOf(monitor);
  }

  /**
   * The queue before a model.
   *
   * @param maxRows most rows of one run; a request with more is refused
   * @param maxDelay longest wait for more rows
   * @param queue most requests that wait
   * @param join whether requests are joined along the batch axis
   */
  public record Batching(int maxRows, Duration maxDelay, int queue, Join join) {}

  /** Whether the rows of several requests become one run. */
  public enum Join {
    /** Each request is a run of its own. */
    NEVER,
    /** They are joined while runs show that it saves time. */
    AUTO,
    /** They are joined whenever several wait. */
    ALWAYS
  }

  /**
   * The answers that are kept.
   *
   * @param maxBytes most bytes of answers
   * @param timeToLive how long an answer is good, counted from when it was computed
   */
  public record Caching(long maxBytes, Duration timeToLive) {}
}
