package io.salver.telemetry;

import io.salver.serving.RequestObserver;
import io.salver.serving.RequestRecord;
import io.salver.serving.TraceContext;
import io.salver.telemetry.TraceInScope.Ids;
import java.util.Optional;

/**
 * Has requests observed as parts of the traces that their callers record, where the service makes
 * no spans of its own. Thread-safe.
 */
public final class CallersTraces implements RequestObserver {

  private final RequestObserver next;

  /** Has {@code next} observe. */
  public CallersTraces(RequestObserver next) {
    this.next = next;
  }

  @Override
  public void answered(RequestRecord record) {
    Optional<TraceContext> trace = record.trace().filter(TraceContext::sampled);
    if (trace.isEmpty()) {
      next.answered(record);
      return;
    }
    Ids ids = new Ids(trace.get().traceId(), trace.get().parentId());
    TraceInScope.during(ids, () -> next.answered(record));
  }
}
