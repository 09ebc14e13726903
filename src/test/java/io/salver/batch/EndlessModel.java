package io.salver.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.fault.BackendFailure;
import io.salver.model.Model;
import io.salver.model.Signature;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs until it is stopped. */
final class EndlessModel implements Model {

  private final CountDownLatch started = new CountDownLatch(1);
  private volatile boolean stopped;

  void awaitStart() {
    try {
      assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  boolean isStopped() {
    return stopped;
  }

  @Override
  public Signature signature() {
    return Works.ROWS;
  }

  @Override
  public Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop) {
    CountDownLatch raised = new CountDownLatch(1);
    try (StopSignal.Registration registration = stop.onRaise(raised::countDown)) {
      assertThat(registration).isNotNull();
      started.countDown();
      assertThat(raised.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    stopped = true;
    stop.check();
    throw new BackendFailure("nobody stopped it");
  }

  @Override
  public void close() {}
}
