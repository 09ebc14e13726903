package io.salver.telemetry.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.serving.RequestId;
import io.salver.serving.RequestRecord;
import io.salver.serving.RequestRecord.Step;
import io.salver.serving.TraceContext;
import io.salver.telemetry.RequestNames;
import io.salver.telemetry.TraceInScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RequestSpansTest {

  private static final Instant END = Instant.ofEpochSecond(1_800_000_000L);
  private static final long END_NANOS = END.getEpochSecond() * 1_000_000_000L;
  private static final TraceContext CALLER =
      new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true, "a=1, b=2");

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final List<TraceInScope.@Nullable Ids> seen = new ArrayList<>();
  private @Nullable OpenTelemetrySdk sdk;

  @AfterEach
  void close() {
    if (sdk != null) {
      sdk.close();
    }
  }

  @Test
  void a_request_and_its_phases_lie_one_after_the_other_and_end_together() {
    spans(Sampler.alwaysOn()).answered(record("iris", Optional.empty(), Optional.empty()));

    SpanData request = span("infer iris");
    assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(request.getEndEpochNanos()).isEqualTo(END_NANOS);
    assertThat(request.getStartEpochNanos()).isEqualTo(END_NANOS - 1000);
    assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(text(request, "salver.model")).isEqualTo("iris");
    assertThat(text(request, "salver.version")).isEqualTo("3");
    assertThat(text(request, "salver.code")).isEqualTo("200");
    assertThat(text(request, "salver.request_id")).isEqualTo("request-1");
    long at = END_NANOS;
    for (String phase : List.of("postprocess", "compute", "queue", "preprocess")) {
      SpanData span = span(phase);
      assertThat(span.getParentSpanId()).as(phase).isEqualTo(request.getSpanId());
      assertThat(span.getEndEpochNanos()).as(phase).isEqualTo(at);
      at = span.getStartEpochNanos();
    }
    assertThat(at).as("the body arrived first").isEqualTo(END_NANOS - 750);
  }

  @Test
  void the_steps_of_a_run_are_below_it() {
    spans(Sampler.alwaysOn())
        .answered(
            record(
                "shop",
                Optional.empty(),
                Optional.empty(),
                List.of(new Step("embed", 100), new Step("retrieve", 50), new Step("rank", 150))));

    SpanData run = span("compute");
    long at = run.getStartEpochNanos();
    for (String stage : List.of("embed", "retrieve", "rank")) {
      assertThat(span(stage).getParentSpanId()).isEqualTo(run.getSpanId());
      assertThat(span(stage).getStartEpochNanos()).isEqualTo(at);
      at = span(stage).getEndEpochNanos();
    }
    assertThat(at).isEqualTo(run.getEndEpochNanos());
  }

  @Test
  void a_request_continues_the_trace_of_its_caller() {
    spans(Sampler.parentBased(Sampler.alwaysOff()))
        .answered(record("iris", Optional.empty(), Optional.of(CALLER)));

    SpanData request = span("infer iris");
    assertThat(request.getTraceId()).isEqualTo(CALLER.traceId());
    assertThat(request.getParentSpanId()).isEqualTo(CALLER.parentId());
    assertThat(request.getSpanContext().getTraceState().asMap())
        .containsEntry("a", "1")
        .containsEntry("b", "2");
    assertThat(seen).containsExactly(new TraceInScope.Ids(CALLER.traceId(), request.getSpanId()));
    assertThat(TraceInScope.current()).isNull();
  }

  @Test
  void what_the_caller_does_not_record_is_not_recorded_here() {
    TraceContext idle = new TraceContext(CALLER.traceId(), CALLER.parentId(), false, "");
    spans(Sampler.parentBased(Sampler.alwaysOn()))
        .answered(record("iris", Optional.empty(), Optional.of(idle)));

    assertThat(exported.getFinishedSpanItems()).isEmpty();
    assertThat(seen).hasSize(1).containsOnlyNulls();
  }

  @Test
  void a_failure_of_the_service_is_an_error_and_a_clients_mistake_is_none() {
    RequestSpans spans = spans(Sampler.alwaysOn());
    spans.answered(
        record("iris", Optional.of(new BackendFailure("secret 42", new Exception())), none()));
    spans.answered(record("iris", Optional.of(new InvalidInput("secret 42")), none()));

    SpanData broken = exported.getFinishedSpanItems().getFirst();
    assertThat(exported.getFinishedSpanItems())
        .filteredOn(span -> span.getKind() == SpanKind.SERVER)
        .extracting(span -> text(span, "error.type"), span -> span.getStatus().getStatusCode())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("backend", StatusCode.ERROR),
            org.assertj.core.groups.Tuple.tuple("invalid", StatusCode.UNSET));
    assertThat(broken).isNotNull();
    assertThat(exported.getFinishedSpanItems())
        .noneMatch(span -> span.toString().contains("secret"));
  }

  @Test
  void names_that_clients_invent_are_not_told() {
    spans(Sampler.alwaysOn())
        .answered(record("invented", Optional.of(new NotFound("no")), Optional.empty()));
    assertThat(span("infer").getAttributes().get(AttributeKey.stringKey("salver.model")))
        .isEqualTo("unknown");
  }

  private RequestSpans spans(Sampler sampler) {
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .setSampler(sampler)
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build();
    return new RequestSpans(
        sdk.getTracer("test"),
        new RequestNames(name -> !name.equals("invented")),
        () -> END,
        record -> seen.add(TraceInScope.current()));
  }

  private SpanData span(String name) {
    return exported.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + name));
  }

  private static @Nullable String text(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  private static Optional<TraceContext> none() {
    return Optional.empty();
  }

  private static RequestRecord record(
      String model, Optional<Fault> fault, Optional<TraceContext> trace) {
    return record(model, fault, trace, List.of());
  }

  private static RequestRecord record(
      String model, Optional<Fault> fault, Optional<TraceContext> trace, List<Step> steps) {
    return new RequestRecord(
        Optional.of(model),
        Optional.of(3L),
        "rest",
        "infer",
        fault.isEmpty() ? "200" : "500",
        fault,
        Optional.of(new RequestId("request-1")),
        trace,
        steps,
        1000,
        100,
        200,
        300,
        150);
  }
}
