package io.salver.serving;

import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import io.salver.lifecycle.Lease;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One request on its way through a model's queue. It owns the lease from its construction on,
 * closes it on every path, and only then completes the answer, once: either {@link #run} or {@link
 * #fail} is called.
 */
final class InferenceTask implements Runnable {

  private final InferenceRequest request;
  private final Lease<ServedModel> lease;
  private final Ticker ticker;
  private final ExecutionObserver observer;
  private final Deadline deadline;
  private final long arrival;
  private final CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
  private long rows;

  InferenceTask(
      InferenceRequest request,
      Lease<ServedModel> lease,
      Ticker ticker,
      ExecutionObserver observer) {
    this.request = request;
    this.lease = lease;
    this.ticker = ticker;
    this.observer = observer;
    this.arrival = ticker.nanos();
    this.deadline = request.deadline().atMost(lease.servable().spec().timeout());
  }

  /** Checks the inputs and takes a place in the queue. */
  void enqueue() {
    ServedModel served = lease.servable();
    rows = served.check(request.inputs());
    served.queue().submit(this);
  }

  CompletionStage<InferenceResponse> answer() {
    return answer;
  }

  @Override
  public void run() {
    InferenceResponse response;
    try {
      response = execute();
    } catch (Throwable failure) { // also an Error must be answered and must give the lease back
      fail(failure);
      return;
    }
    lease.close();
    answer.complete(response);
  }

  void fail(Throwable failure) {
    Fault fault = Unexpected.asFault(lease.id(), failure);
    lease.close();
    answer.completeExceptionally(fault);
  }

  private InferenceResponse execute() {
    long start = ticker.nanos();
    refuseIfLate();
    boolean succeeded = false;
    try {
      Tensors outputs =
          lease.servable().model().infer(request.inputs(), request.scope(), request.stop());
      succeeded = true;
      return new InferenceResponse(lease.id(), outputs, start - arrival, ticker.nanos() - start);
    } finally {
      observer.executed(
          new Execution(lease.id(), rows, start - arrival, ticker.nanos() - start, succeeded));
    }
  }

  private void refuseIfLate() {
    if (!deadline.passed()) {
      return;
    }
    request.deadline().check("model " + lease.id() + " ran");
    Duration timeout = lease.servable().spec().timeout();
    throw new Overloaded(
        Overloaded.Reason.QUEUE_TIMEOUT,
        timeout,
        "the request waited in the queue of model %s for longer than its timeout of %d ms"
            .formatted(lease.id(), timeout.toMillis()));
  }
}
