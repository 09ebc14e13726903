package io.salver.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The trace that what is recorded on a thread belongs to; exemplars of histograms name it.
 * Thread-safe: each thread has its own.
 */
public final class TraceInScope {

  private static final ThreadLocal<@Nullable Ids> CURRENT = new ThreadLocal<>();

  private TraceInScope() {}

  /**
   * Names a span.
   *
   * @param traceId 32 hexadecimal digits
   * @param spanId 16 hexadecimal digits
   */
  public record Ids(String traceId, String spanId) {}

  /** Runs {@code record} as a part of the trace. */
  public static void during(Ids ids, Runnable record) {
    Ids outer = CURRENT.get();
    CURRENT.set(ids);
    try {
      record.run();
    } finally {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }

  /** The trace of the calling thread; null: it belongs to none. */
  public static @Nullable Ids current() {
    return CURRENT.get();
  }
}
