package io.salver.serving;

import io.salver.admission.Permit;
import io.salver.batch.RunTimes;
import io.salver.batch.Work;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import io.salver.lifecycle.Lease;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through a model. It owns the lease from its construction on, and the place
 * in the lane once it has one; gives both back on every path, and only then completes the answer,
 * once.
 */
final class InferenceTask implements Work.Owner {

  private final InferenceRequest request;
  private final Lease<ServedModel> lease;
  private final Ticker ticker;
  private final TensorWatching watching;
  private final long arrival;
  private final CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();

  /** Written before the work is submitted, read by whoever ends it. */
  private @Nullable Permit permit;

  /** Under which the answer will be kept; written and read as the permit is. */
  private @Nullable AnswerKey key;

  InferenceTask(
      InferenceRequest request, Lease<ServedModel> lease, Ticker ticker, TensorWatching watching) {
    this.request = request;
    this.lease = lease;
    this.ticker = ticker;
    this.watching = watching;
    this.arrival = ticker.nanos();
  }

  /**
   * Checks the inputs, and answers from the cache or takes a place in the lane and in the line.
   *
   * @throws Fault when it is refused; {@link #failed} is then owed
   */
  void start() {
    ServedModel served = lease.servable();
    long rows = served.check(request.inputs());
    request.deadline().check(stage(Work.Phase.WAITING));
    if (served.cache().isPresent() && isAnsweredFrom(served.cache().get())) {
      return;
    }
    Deadline deadline = request.deadline().atMost(served.spec().timeout());
    permit = served.admit(request.priority(), deadline);
    served.submit(
        new Work(
            request.inputs(),
            request.scope(),
            rows,
            request.priority(),
            deadline,
            request.stop(),
            arrival,
            this));
  }

  CompletionStage<InferenceResponse> answer() {
    return answer;
  }

  private boolean isAnsweredFrom(AnswerCache cache) {
    ServedModel served = lease.servable();
    AnswerKey wanted = AnswerKey.of(served.signature(), request.inputs());
    Optional<Tensors> kept = cache.find(wanted, request.scope());
    long lookupNanos = ticker.nanos() - arrival;
    if (kept.isEmpty()) {
      key = wanted;
      served.counters().missedCache(lookupNanos);
      return false;
    }
    served.counters().answeredFromCache(lookupNanos);
    tell(kept.get());
    lease.close();
    answer.complete(new InferenceResponse(lease.id(), kept.get(), 0, lookupNanos));
    return true;
  }

  private void tell(Tensors outputs) {
    watching.tell(lease.id(), lease.servable().signature(), request, outputs);
  }

  private void keep(Tensors outputs) {
    AnswerKey missed = key;
    if (missed != null) {
      lease.servable().cache().ifPresent(cache -> cache.keep(missed, outputs));
    }
  }

  @Override
  public void succeeded(Tensors outputs, RunTimes times) {
    keep(outputs);
    lease.servable().counters().answered(ticker.nanos() - arrival, times.queueNanos());
    tell(outputs);
    InferenceResponse response =
        new InferenceResponse(
            lease.id(),
            outputs,
            times.queueNanos(),
            times.joinNanos() + times.computeNanos() + times.splitNanos());
    if (permit != null) {
      permit.succeeded();
    }
    lease.close();
    answer.complete(response);
  }

  @Override
  public void failed(Throwable failure) {
    lease.servable().counters().failed(ticker.nanos() - arrival);
    Fault fault = Unexpected.asFault(lease.id(), failure);
    giveBack(fault);
    lease.close();
    answer.completeExceptionally(fault);
  }

  @Override
  public Fault late(Work.Phase phase) {
    Duration timeout = lease.servable().spec().timeout();
    if (request.deadline().passed()) {
      return request.deadline().exceeded(stage(phase));
    }
    return switch (phase) {
      case WAITING ->
          new Overloaded(
              Overloaded.Reason.QUEUE_TIMEOUT,
              timeout,
              "the request waited in the queue of model %s for longer than its timeout of %d ms"
                  .formatted(lease.id(), timeout.toMillis()));
      case RUNNING ->
          new DeadlineExceeded(
              "model %s took longer than its timeout of %d ms"
                  .formatted(lease.id(), timeout.toMillis()));
    };
  }

  private void giveBack(Fault fault) {
    if (permit == null) {
      return;
    }
    boolean tooLate =
        fault instanceof DeadlineExceeded
            || (fault instanceof Overloaded refused
                && refused.reason() == Overloaded.Reason.QUEUE_TIMEOUT);
    if (tooLate) {
      permit.dropped();
    } else {
      permit.ignored();
    }
  }

  private String stage(Work.Phase phase) {
    return switch (phase) {
      case WAITING -> "model " + lease.id() + " ran";
      case RUNNING -> "model " + lease.id() + " was done";
    };
  }
}
