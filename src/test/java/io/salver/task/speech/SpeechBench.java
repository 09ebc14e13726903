package io.salver.task.speech;

import io.salver.fault.Fault;
import io.salver.serving.InferenceRequest;
import io.salver.sound.Resamplers;
import io.salver.sound.SoundFiles;
import io.salver.sound.codec.SoundCodecs;
import io.salver.task.FakeTaskModels;
import io.salver.task.RecordedObservations;
import io.salver.task.TaskContext;
import io.salver.task.TaskThreads;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.assertj.core.api.Assertions;

/** The tasks of sounds on models that are fakes, with threads and memory of their own. */
final class SpeechBench implements AutoCloseable {

  final FakeTaskModels models = new FakeTaskModels();
  final DirectMemoryPool pool = new DirectMemoryPool(1 << 28, 0);
  final RecordedObservations watched = new RecordedObservations();
  final TaskThreads threads = new TaskThreads(1, 64);
  final SpeechTasks tasks;

  SpeechBench() {
    Resamplers resamplers = new Resamplers();
    SoundFiles files = new SoundFiles(SoundCodecs.all(), resamplers, Duration.ofSeconds(100));
    tasks = new SpeechTasks(models, pool, threads, files, watched.watching(), Ticker.SYSTEM);
  }

  /** What a request is answered; the memory that it took must be given back. */
  <A> A answer(Function<TaskContext, CompletionStage<A>> request) {
    return answer(Deadline.none(), StopSignal.never(), request);
  }

  <A> A answer(
      Deadline deadline, StopSignal stop, Function<TaskContext, CompletionStage<A>> request) {
    try (TensorScope scope = pool.open()) {
      TaskContext context =
          new TaskContext(Optional.empty(), scope, deadline, InferenceRequest.ORDINARY, stop);
      return request.apply(context).toCompletableFuture().join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof Fault fault) {
        throw fault;
      }
      throw new AssertionError("no fault", failure);
    } finally {
      Assertions.assertThat(pool.leasedBytes()).isZero();
    }
  }

  static ByteBuffer file(byte[] bytes) {
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public void close() {
    threads.close();
  }
}
