package io.salver.serving;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelId;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The memory that all loaded models may take together, by estimate. Thread-safe. */
public final class MemoryBudget {

  private final OptionalLong limit;
  private final AtomicLong reserved = new AtomicLong();

  private MemoryBudget(OptionalLong limit) {
    this.limit = limit;
  }

  /** A budget of so many bytes. */
  public static MemoryBudget of(long bytes) {
    return new MemoryBudget(OptionalLong.of(bytes));
  }

  /** Counts, and refuses nothing. */
  public static MemoryBudget unlimited() {
    return new MemoryBudget(OptionalLong.empty());
  }

  long reserved() {
    return reserved.get();
  }

  /**
   * Sets memory aside before a load.
   *
   * @return to be closed when the model is, or was not loaded after all
   * @throws BackendFailure that gives what is needed, free and allowed, when it does not fit
   */
  Reservation reserve(ModelId id, long bytes) {
    long seen = reserved.get();
    while (limit.isEmpty() || bytes <= limit.getAsLong() - seen) {
      long witness = reserved.compareAndExchange(seen, seen + bytes);
      if (witness == seen) {
        return new Reservation(bytes);
      }
      seen = witness;
    }
    throw new BackendFailure(
        "%s needs about %d bytes of memory, and of the budget of %d bytes (salver.models.memory) %d are free"
            .formatted(id, bytes, limit.getAsLong(), limit.getAsLong() - seen));
  }

  /** Memory set aside for one model; closing it twice does nothing. */
  final class Reservation implements AutoCloseable {

    private final long bytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Reservation(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        reserved.addAndGet(-bytes);
      }
    }
  }
}
