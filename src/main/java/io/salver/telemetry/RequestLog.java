package io.salver.telemetry;

import io.salver.fault.Blame;
import io.salver.fault.Fault;
import io.salver.serving.ArmName;
import io.salver.serving.RequestObserver;
import io.salver.serving.RequestRecord;
import io.salver.telemetry.TraceInScope.Ids;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line of each request that failed: at WARN where the service is to blame, otherwise at
 * DEBUG, so that neither clients nor load fill the log. Of what was answered well it says nothing:
 * to ask whether somebody listens would cost more than the metrics do. The log's context has who
 * asked what: {@code request_id}, {@code trace_id}, {@code span_id}, {@code model}, {@code
 * version}, {@code arm}, {@code protocol}, {@code method}, {@code code} and {@code reason}. Nothing
 * that a client sent is written unless that was asked for: explanations quote it. Thread-safe.
 */
public final class RequestLog implements RequestObserver {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Logger log;
  private final RequestNames names;
  private final boolean explains;
  private final RequestObserver next;

  /**
   * Writes to the log of this class.
   *
   * @param names which names of models may be told
   * @param explains whether lines have the explanations of faults
   * @param next observes too
   */
  public RequestLog(RequestNames names, boolean explains, RequestObserver next) {
    this(Logger.getLogger(RequestLog.class), names, explains, next);
  }

  RequestLog(Logger log, RequestNames names, boolean explains, RequestObserver next) {
    this.log = log;
    this.names = names;
    this.explains = explains;
    this.next = next;
  }

  @Override
  public void answered(RequestRecord record) {
    record.fault().ifPresent(fault -> tell(record, fault));
    next.answered(record);
  }

  private void tell(RequestRecord record, Fault fault) {
    Level level = fault.blame() == Blame.SERVER ? Level.WARN : Level.DEBUG;
    if (log.isEnabled(level)) {
      within(context(record), () -> log.log(level, line(record, fault)));
    }
  }

  private String line(RequestRecord record, Fault fault) {
    String what = record.protocol() + " " + record.method() + " of " + names.model(record);
    String took = String.format(Locale.ROOT, "%.1f ms", record.totalNanos() / NANOS_PER_MILLI);
    return what + " failed after " + took + ": " + record.code() + why(fault);
  }

  private String why(Fault fault) {
    String reason = ", " + Reason.of(fault).label();
    return explains ? reason + ": " + fault.explanation() : reason;
  }

  private Map<String, String> context(RequestRecord record) {
    Map<String, String> context = new LinkedHashMap<>();
    Ids ids = TraceInScope.current();
    if (ids != null) {
      context.put("trace_id", ids.traceId());
      context.put("span_id", ids.spanId());
    } else {
      record.trace().ifPresent(trace -> context.put("trace_id", trace.traceId()));
    }
    record.id().ifPresent(id -> context.put("request_id", id.text()));
    context.put("model", names.model(record));
    context.put("version", names.version(record));
    if (!record.arms().isEmpty()) {
      context.put("arm", ArmName.text(record.arms()));
    }
    context.put("protocol", record.protocol());
    context.put("method", record.method());
    context.put("code", record.code());
    context.put("reason", Reason.of(record.fault()).label());
    return context;
  }

  /** Leaves the context as it was. */
  private static void within(Map<String, String> context, Runnable write) {
    Map<String, @Nullable Object> before = new LinkedHashMap<>();
    context.forEach((key, value) -> before.put(key, MDC.put(key, value)));
    try {
      write.run();
    } finally {
      before.forEach(
          (key, value) -> {
            if (value == null) {
              MDC.remove(key);
            } else {
              MDC.put(key, value);
            }
          });
    }
  }
}
