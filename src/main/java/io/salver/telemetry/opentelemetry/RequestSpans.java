package io.salver.telemetry.opentelemetry;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.salver.fault.Blame;
import io.salver.fault.Fault;
import io.salver.serving.ArmName;
import io.salver.serving.RequestObserver;
import io.salver.serving.RequestRecord;
import io.salver.serving.RequestRecord.Step;
import io.salver.serving.TraceContext;
import io.salver.telemetry.Reason;
import io.salver.telemetry.RequestNames;
import io.salver.telemetry.TraceInScope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Makes spans of answered requests: one of the request, below it one of each phase (preprocess,
 * queue, compute, postprocess), and below the run one of each step of it, for example the stages of
 * a recommendation. Whoever observes next does so as a part of the span's trace. Thread-safe.
 *
 * <p>A request ended now and took as long as its record says; the phases lie at its end, one after
 * the other, so that what is left at its beginning is the arrival of its body. Attributes and
 * states say who failed and why, by names of closed sets: never what a client sent.
 */
public final class RequestSpans implements RequestObserver {

  private static final AttributeKey<String> MODEL = AttributeKey.stringKey("salver.model");
  private static final AttributeKey<String> VERSION = AttributeKey.stringKey("salver.version");
  private static final AttributeKey<String> ARM = AttributeKey.stringKey("salver.arm");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("salver.method");
  private static final AttributeKey<String> PROTOCOL = AttributeKey.stringKey("salver.protocol");
  private static final AttributeKey<String> CODE = AttributeKey.stringKey("salver.code");
  private static final AttributeKey<String> ID = AttributeKey.stringKey("salver.request_id");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final Tracer tracer;
  private final RequestNames names;
  private final InstantSource clock;
  private final RequestObserver next;

  /**
   * Spans of {@code tracer}.
   *
   * @param names which names of models may be told
   * @param next observes within the trace
   */
  public RequestSpans(
      Tracer tracer, RequestNames names, InstantSource clock, RequestObserver next) {
    this.tracer = tracer;
    this.names = names;
    this.clock = clock;
    this.next = next;
  }

  @Override
  public void answered(RequestRecord record) {
    long end = nanos(clock.instant());
    Span span = start(record, end - record.totalNanos());
    SpanContext context = span.getSpanContext();
    if (!span.isRecording() || !context.isSampled()) {
      next.answered(record);
      span.end();
      return;
    }
    describe(span, record);
    phases(span, record, end);
    TraceInScope.during(
        new TraceInScope.Ids(context.getTraceId(), context.getSpanId()),
        () -> next.answered(record));
    span.end(end, NANOSECONDS);
  }

  private Span start(RequestRecord record, long start) {
    String model = names.model(record);
    String name = model.equals(RequestNames.UNKNOWN) ? "" : " " + model;
    SpanBuilder span =
        tracer
            .spanBuilder(record.method() + name)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(start, NANOSECONDS);
    record
        .trace()
        .ifPresentOrElse(trace -> span.setParent(parent(trace)), () -> span.setNoParent());
    return span.startSpan();
  }

  private void describe(Span span, RequestRecord record) {
    span.setAttribute(MODEL, names.model(record));
    span.setAttribute(VERSION, names.version(record));
    if (!record.arms().isEmpty()) {
      span.setAttribute(ARM, ArmName.text(record.arms()));
    }
    span.setAttribute(METHOD, record.method());
    span.setAttribute(PROTOCOL, record.protocol());
    span.setAttribute(CODE, record.code());
    record.id().ifPresent(id -> span.setAttribute(ID, id.text()));
    record.fault().ifPresent(fault -> fail(span, fault));
  }

  /** By the conventions a client's mistake is no error of the server's span. */
  private static void fail(Span span, Fault fault) {
    String reason = Reason.of(fault).label();
    span.setAttribute(ERROR, reason);
    if (fault.blame() != Blame.CLIENT) {
      span.setStatus(StatusCode.ERROR, reason);
    }
  }

  private void phases(Span request, RequestRecord record, long end) {
    Context within = Context.root().with(request);
    long at = phase(within, "postprocess", end, record.postprocessNanos());
    long computed = at;
    at = computed - record.computeNanos();
    compute(within, record, at, computed);
    at = phase(within, "queue", at, record.queueNanos());
    phase(within, "preprocess", at, record.preprocessNanos());
  }

  /** A span that ends at {@code end}; answers when it starts. */
  private long phase(Context within, String name, long end, long nanos) {
    if (nanos > 0) {
      span(within, name, end - nanos).end(end, NANOSECONDS);
    }
    return end - nanos;
  }

  private void compute(Context within, RequestRecord record, long start, long end) {
    if (record.computeNanos() <= 0) {
      return;
    }
    Span run = span(within, "compute", start);
    Context inRun = within.with(run);
    long at = start;
    for (Step step : record.steps()) {
      span(inRun, step.name(), at).end(at + step.nanos(), NANOSECONDS);
      at += step.nanos();
    }
    run.end(end, NANOSECONDS);
  }

  private Span span(Context within, String name, long start) {
    return tracer
        .spanBuilder(name)
        .setParent(within)
        .setStartTimestamp(start, NANOSECONDS)
        .startSpan();
  }

  private static Context parent(TraceContext trace) {
    TraceFlags flags = trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
    SpanContext remote =
        SpanContext.createFromRemoteParent(
            trace.traceId(), trace.parentId(), flags, state(trace.state()));
    return Context.root().with(Span.wrap(remote));
  }

  /** The list {@code key=value,…}; members that are not well-formed are left out. */
  private static TraceState state(String list) {
    var state = TraceState.builder();
    String[] members = list.split(",", -1);
    for (int at = members.length - 1; at >= 0; at--) { // the builder puts the last first
      int equals = members[at].indexOf('=');
      if (equals > 0) {
        state.put(
            members[at].substring(0, equals).strip(), members[at].substring(equals + 1).strip());
      }
    }
    return state.build();
  }

  private static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }
}
