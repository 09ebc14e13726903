package io.salver.telemetry.prometheus;

import io.prometheus.metrics.tracer.common.SpanContext;
import io.salver.telemetry.TraceInScope;
import io.salver.telemetry.TraceInScope.Ids;
import org.jspecify.annotations.Nullable;

/** Tells the client of Prometheus which trace its exemplars name. Thread-safe. */
final class ScopedSpan implements SpanContext {

  @Override
  public @Nullable String getCurrentTraceId() {
    Ids ids = TraceInScope.current();
    return ids == null ? null : ids.traceId();
  }

  @Override
  public @Nullable String getCurrentSpanId() {
    Ids ids = TraceInScope.current();
    return ids == null ? null : ids.spanId();
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return TraceInScope.current() != null;
  }

  @Override
  public void markCurrentSpanAsExemplar() {
    // the span has ended, or is another's
  }
}
