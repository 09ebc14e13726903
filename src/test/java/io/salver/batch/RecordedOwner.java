package io.salver.batch;

import static java.util.Objects.requireNonNull;

import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.tensor.Tensors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers how its work ended, and how often. Thread-safe. */
final class RecordedOwner implements Work.Owner {

  private final CompletableFuture<Tensors> end = new CompletableFuture<>();
  private final AtomicInteger ends = new AtomicInteger();

  @Override
  public void succeeded(Tensors outputs, RunTimes times) {
    ends.incrementAndGet();
    end.complete(outputs);
  }

  @Override
  public void failed(Throwable failure) {
    ends.incrementAndGet();
    end.completeExceptionally(failure);
  }

  @Override
  public Fault late(Work.Phase phase) {
    return new DeadlineExceeded("late while " + phase);
  }

  boolean isEnded() {
    return end.isDone();
  }

  int ends() {
    return ends.get();
  }

  /** Waits for the outputs. */
  Tensors outputs() {
    try {
      return end.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new AssertionError("failed", failed.getCause());
    } catch (InterruptedException | TimeoutException never) {
      throw new AssertionError(never);
    }
  }

  /** Waits for the failure. */
  Throwable failure() {
    try {
      throw new AssertionError("answered " + end.get(60, TimeUnit.SECONDS));
    } catch (ExecutionException failed) {
      return requireNonNull(failed.getCause());
    } catch (InterruptedException | TimeoutException never) {
      throw new AssertionError(never);
    }
  }
}
