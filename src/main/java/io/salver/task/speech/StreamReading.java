package io.salver.task.speech;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.fault.TooLarge;
import io.salver.sound.Resampler;
import io.salver.sound.Resamplers;
import io.salver.task.Failures;
import io.salver.task.TaskThreads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sound that is written down while it arrives. What is not read yet waits, at most {@value
 * #ROOM_WINDOWS} windows of it and one chunk; the listener hears when there is room again. One run
 * of the model is under way at a time.
 *
 * <pre>
 *   WAITING ──enough came, the end, or a failure──► READING ──► WAITING
 *                                                      └──────► OVER
 * </pre>
 *
 * <p>Thread-safe: the caller gives samples while threads of the task read them. State is guarded by
 * this. The listener is told by whoever reads, outside the lock, so by one thread at a time.
 */
final class StreamReading implements TranscriptionStream {

  private static final int ROOM_WINDOWS = 2;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final TaskThreads threads;
  private final StreamRequest request;
  private final TranscriptionListener listener;
  private final StreamSearch search;
  private final long mostSamples;
  private final int room;

  private final ArrivedSamples arrived = new ArrivedSamples();
  private final SampleBytes bytes;
  private final Resampler.Stream resampled;
  private long received;
  private boolean reading;
  private boolean complete;
  private boolean over;
  private boolean full;
  private @Nullable Fault failure;

  StreamReading(
      TaskThreads threads,
      StreamRequest request,
      TranscriptionListener listener,
      StreamSearch search,
      Resamplers resamplers,
      Duration longest) {
    this.threads = threads;
    this.request = request;
    this.listener = listener;
    this.search = search;
    this.mostSamples = longest.toMillis() * request.sampleRate() / 1000;
    this.room = ROOM_WINDOWS * search.windowSamples();
    this.bytes = new SampleBytes(request.encoding());
    this.resampled = resamplers.between(request.sampleRate(), search.sampleRate()).stream(arrived);
    request.context().scope().reserve(4L * Float.BYTES * room);
  }

  @Override
  public boolean accept(ByteBuffer samples) {
    boolean begins;
    boolean more;
    synchronized (this) {
      if (over || failure != null) {
        return false;
      }
      if (complete) {
        throw new IllegalStateException("samples after the end");
      }
      try {
        take(samples);
      } catch (Fault fault) {
        failure = fault;
      }
      full = arrived.end() - search.from() > room;
      more = !full && failure == null;
      begins = begins();
    }
    if (begins) {
      read();
    }
    return more;
  }

  @Override
  public void end() {
    boolean begins;
    synchronized (this) {
      if (complete || over) {
        return;
      }
      complete = true;
      resampled.finish();
      begins = begins();
    }
    if (begins) {
      read();
    }
  }

  @Override
  public synchronized void cancel(Fault why) {
    over = true;
  }

  /** Guarded by this. */
  private void take(ByteBuffer samples) {
    if (full) {
      throw new Overloaded(
          Overloaded.Reason.QUEUE_FULL,
          RETRY_AFTER,
          "more of the sound came before what had come was read");
    }
    double seconds =
        (double) samples.remaining() / SampleBytes.bytes(request.encoding()) / request.sampleRate();
    double most = (double) room / search.sampleRate();
    if (seconds > most) {
      throw new InvalidInput(
          "a part of the stream lasts %.1f s; at most %.1f may at once".formatted(seconds, most));
    }
    float[] values = bytes.read(samples);
    received += values.length;
    if (received > mostSamples) {
      throw new TooLarge(
          "the sound lasts longer than %.1f s"
              .formatted((double) mostSamples / request.sampleRate()));
    }
    resampled.accept(values, values.length);
  }

  /** Whether there is something to do that nobody does; whoever asks does it. Guarded by this. */
  private boolean begins() {
    boolean due = complete || failure != null || search.isEnough(arrived.end());
    if (reading || over || !due) {
      return false;
    }
    reading = true;
    return true;
  }

  private void read() {
    try {
      threads.resume(this::turn);
    } catch (Overloaded stopping) {
      fail(stopping);
    }
  }

  private void turn() {
    StreamSearch.Window window;
    synchronized (this) {
      if (over) {
        return;
      }
      if (failure != null) {
        window = null;
      } else {
        window = search.next(arrived, complete);
      }
    }
    if (window == null) {
      fail(failure());
      return;
    }
    try {
      search.read(window).whenComplete((_, thrown) -> ended(window, thrown));
    } catch (RuntimeException | Error thrown) {
      fail(Failures.fault(thrown));
    }
  }

  private void ended(StreamSearch.Window window, @Nullable Throwable thrown) {
    if (thrown != null) {
      fail(Failures.fault(thrown));
      return;
    }
    try {
      tell(window);
    } catch (RuntimeException | Error wrong) {
      fail(Failures.fault(wrong));
    }
  }

  private void tell(StreamSearch.Window window) {
    if (window.isLast()) {
      Transcription transcription = search.transcription();
      if (leave()) {
        listener.onEnd(transcription);
      }
      return;
    }
    StreamSearch.Partial partial = search.partial();
    boolean ready;
    synchronized (this) {
      if (over) {
        return;
      }
      arrived.forget(search.from());
      ready = full && arrived.end() - search.from() <= room;
      full &= !ready;
    }
    listener.onPartial(partial.stable(), partial.tentative());
    if (ready) {
      listener.onReady();
    }
    boolean begins;
    synchronized (this) {
      reading = false;
      begins = begins();
    }
    if (begins) {
      read();
    }
  }

  private synchronized Fault failure() {
    return Optional.ofNullable(failure)
        .orElseGet(() -> new InvalidInput("the stream ended without samples"));
  }

  private void fail(Fault fault) {
    if (leave()) {
      listener.onFailure(fault);
    }
  }

  /** Whether it was not over; it is now. */
  private synchronized boolean leave() {
    boolean leaves = !over;
    over = true;
    return leaves;
  }
}
