package io.salver.serving;

import io.salver.admission.Limiter;
import io.salver.admission.Permit;
import io.salver.admission.ServiceTime;
import io.salver.batch.BatchPolicy;
import io.salver.batch.Batcher;
import io.salver.batch.BatcherStatus;
import io.salver.batch.RunReport;
import io.salver.batch.RunTimes;
import io.salver.batch.Work;
import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A loaded version in service: the model, the lane that lets requests in, the line before it, the
 * answers that are kept and its counts. Thread-safe; owns the model. It is used under a lease only,
 * and closed when no lease is left, so that nothing waits or runs then.
 */
public final class ServedModel implements AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ModelArtifact artifact;
  private final Model model;
  private final Signature signature;
  private final boolean batchable;
  private final ServedModels shared;
  private final int instances;
  private final ServiceTime time = new ServiceTime();
  private final Limiter limiter;
  private final Batcher batcher;
  private final ModelCounters counters;
  private final Optional<AnswerCache> cache;
  private final Consumer<ServedModel> onClose;

  ServedModel(
      ModelArtifact artifact, Model model, ServedModels shared, Consumer<ServedModel> onClose) {
    this.artifact = artifact;
    this.model = model;
    this.signature = model.signature();
    this.batchable = signature.isBatchable();
    this.shared = shared;
    this.onClose = onClose;
    this.counters = new ModelCounters(artifact.id(), shared.clock());
    this.cache = artifact.spec().cache().map(bounds -> shared.caches().open(artifact.id(), bounds));
    ModelSpec.Batching batching = artifact.spec().batching();
    this.instances = shared.instances(artifact.spec());
    this.limiter = shared.limiters().create(instances, batching.queue(), time);
    BatchPolicy policy =
        new BatchPolicy(
            instances, batching.maxRows(), batching.maxDelay(), batching.queue(), batching.join());
    this.batcher =
        new Batcher(artifact.id(), model, policy, shared.pool(), shared.ticker(), this::ran);
    batcher.start();
    shared.watch().add(batcher);
  }

  ModelId id() {
    return artifact.id();
  }

  String backend() {
    return artifact.backend();
  }

  ModelSpec spec() {
    return artifact.spec();
  }

  TextFiles texts() {
    return artifact.texts();
  }

  Signature signature() {
    return signature;
  }

  ModelCounters counters() {
    return counters;
  }

  /** The answers that are kept, if the model wants that. */
  Optional<AnswerCache> cache() {
    return cache;
  }

  QueueStatus status() {
    BatcherStatus line = batcher.status();
    return new QueueStatus(
        id(),
        line.pending(),
        line.running(),
        line.capacity(),
        line.busy(),
        line.instances(),
        limiter.limit());
  }

  /**
   * Checks the inputs against the signature and the maximum batch.
   *
   * @return the rows among them: the largest first extent, or 1 without a batch axis
   * @throws InvalidInput that names what is wrong
   */
  long check(Tensors inputs) {
    signature.check(inputs);
    if (!batchable) {
      return 1;
    }
    long rows = 0;
    for (int i = 0; i < signature.inputs().size(); i++) {
      rows = Math.max(rows, inputs.get(signature.inputs().get(i).name()).shape().extent(0));
    }
    int most = spec().batching().maxRows();
    if (rows > most) {
      throw new InvalidInput(
          "a batch of " + rows + " rows is over the maximum of " + most + " of model " + id());
    }
    return rows;
  }

  /**
   * A place in the lane; a more urgent request takes the place of one that waits.
   *
   * @throws Overloaded when as many requests are under way as can be answered in good time, or this
   *     one could not be by its deadline
   */
  Permit admit(int priority, Deadline deadline) {
    requireInTime(priority, deadline);
    return limiter
        .tryAcquire()
        .or(() -> batcher.makeWay(priority) ? limiter.tryAcquire() : Optional.empty())
        .orElseThrow(
            () ->
                refusal(
                    "model %s has %d requests under way, as many as it answers in good time"
                        .formatted(id(), limiter.limit())));
  }

  private void requireInTime(int priority, Deadline deadline) {
    double each = time.meanNanos() / instances;
    long left = deadline.remainingNanos();
    if (batcher.waiting() * each <= left) {
      return;
    }
    double wait = batcher.ahead(priority) * each;
    if (wait > left) {
      throw refusal(
          "the request would wait for model %s for about %d ms, and is due in %d ms"
              .formatted(
                  id(),
                  TimeUnit.NANOSECONDS.toMillis((long) wait),
                  TimeUnit.NANOSECONDS.toMillis(left)));
    }
  }

  private static Overloaded refusal(String message) {
    return new Overloaded(Overloaded.Reason.LIMIT, RETRY_AFTER, message);
  }

  /** Has {@code work} run; see {@link Batcher#submit}. */
  void submit(Work work) {
    batcher.submit(work);
    shared.watch().wake();
  }

  @Override
  public void close() {
    onClose.accept(this);
    shared.watch().forget(batcher);
    try (model) {
      batcher.close();
      cache.ifPresent(AnswerCache::close);
    }
  }

  private void ran(RunReport report) {
    RunTimes times = report.times();
    counters.ran(report);
    if (report.succeeded()) {
      time.learn(
          (times.joinNanos() + times.computeNanos() + times.splitNanos()) / report.requests());
    }
    shared
        .observer()
        .executed(
            new Execution(
                id(), report.rows(), times.queueNanos(), times.computeNanos(), report.succeeded()));
  }
}
