package io.salver.vector.faiss;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import java.util.function.Supplier;

/** Turns C++ exceptions, which arrive as bare {@link RuntimeException}s, into faults. */
final class FaissFailures {

  private FaissFailures() {}

  static void translate(String action, Runnable call) {
    translate(
        action,
        () -> {
          call.run();
          return true;
        });
  }

  /** Runs {@code call}; {@code action} completes "FAISS failed to …". */
  static <T> T translate(String action, Supplier<T> call) {
    try {
      return call.get();
    } catch (Fault fault) {
      throw fault;
    } catch (RuntimeException e) {
      throw new BackendFailure("FAISS failed to " + action + ": " + e.getMessage(), e);
    }
  }
}
