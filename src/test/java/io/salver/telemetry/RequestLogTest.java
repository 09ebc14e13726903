package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.serving.RequestId;
import io.salver.serving.RequestRecord;
import io.salver.serving.TraceContext;
import io.salver.telemetry.TraceInScope.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RequestLogTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final Written log = new Written();
  private final List<RequestRecord> passedOn = new ArrayList<>();

  @Test
  void a_failure_of_the_service_is_a_warning_with_who_asked_what() {
    RequestRecord record = record("echo", Optional.of(failure()), Optional.empty());
    TraceInScope.during(new Ids(TRACE, "b7ad6b7169203331"), () -> requests(false).answered(record));

    assertThat(log.lines)
        .containsExactly(
            "WARN rest infer of echo failed after 1.5 ms: 500, backend"
                + " {code=500, method=infer, model=echo, protocol=rest, reason=backend,"
                + " request_id=request-1, span_id=b7ad6b7169203331, trace_id="
                + TRACE
                + ", version=unknown}");
    assertThat(MDC.getMap()).isEmpty();
    assertThat(passedOn).containsExactly(record);
  }

  @Test
  void the_mistakes_of_clients_and_overload_do_not_fill_the_log() {
    requests(false).answered(record("echo", Optional.of(new InvalidInput("x")), Optional.empty()));
    requests(false)
        .answered(
            record(
                "echo",
                Optional.of(new Overloaded(Overloaded.Reason.QUEUE_FULL, Duration.ZERO, "full")),
                Optional.empty()));
    requests(false).answered(record("echo", Optional.empty(), Optional.empty()));
    assertThat(log.lines).isEmpty();
    assertThat(passedOn).hasSize(3);
  }

  @Test
  void at_debug_the_mistakes_of_clients_have_lines_with_the_callers_trace() {
    log.least = Level.DEBUG;
    TraceContext trace = new TraceContext(TRACE, "b7ad6b7169203331", false, "");
    requests(false).answered(record("echo", Optional.empty(), Optional.of(trace)));
    requests(false)
        .answered(record("echo", Optional.of(new InvalidInput("x")), Optional.of(trace)));
    assertThat(log.lines)
        .singleElement()
        .asString()
        .startsWith("DEBUG rest infer of echo failed after 1.5 ms: 500, invalid")
        .contains("trace_id=" + TRACE);
  }

  @Test
  void what_a_client_sent_is_written_only_where_that_was_asked_for() {
    requests(false).answered(record("echo", Optional.of(failure()), Optional.empty()));
    assertThat(log.lines).noneMatch(line -> line.contains("secret"));
    requests(true).answered(record("echo", Optional.of(failure()), Optional.empty()));
    assertThat(log.lines).anyMatch(line -> line.contains("could not take secret-4711"));
  }

  @Test
  void what_the_context_had_before_is_there_again() {
    MDC.put("model", "outer");
    try {
      requests(false).answered(record("echo", Optional.of(failure()), Optional.empty()));
      assertThat(MDC.get("model")).isEqualTo("outer");
    } finally {
      MDC.remove("model");
    }
  }

  private RequestLog requests(boolean explains) {
    return new RequestLog(log, new RequestNames("echo"::equals), explains, passedOn::add);
  }

  private static Fault failure() {
    return new BackendFailure("could not take secret-4711", new IllegalStateException());
  }

  private static RequestRecord record(
      String model, Optional<Fault> fault, Optional<TraceContext> trace) {
    return new RequestRecord(
        Optional.of(model),
        Optional.of(3L),
        "rest",
        "infer",
        fault.isEmpty() ? "200" : "500",
        fault,
        Optional.of(new RequestId("request-1")),
        trace,
        List.of(),
        1_500_000,
        100,
        200,
        300,
        150);
  }

  /** Keeps each line with the context that it was written in. */
  private static final class Written extends Logger {

    private final List<String> lines = new ArrayList<>();
    private Level least = Level.INFO;

    Written() {
      super("test");
    }

    @Override
    public boolean isEnabled(Level level) {
      return level.compareTo(least) <= 0; // the gravest first
    }

    @Override
    protected void doLog(
        Level level,
        String caller,
        Object message,
        Object @Nullable [] values,
        @Nullable Throwable thrown) {
      Map<String, Object> context = new TreeMap<>(MDC.getMap());
      lines.add(level + " " + message + " " + context);
    }

    @Override
    protected void doLogf(
        Level level,
        String caller,
        String format,
        Object @Nullable [] values,
        @Nullable Throwable thrown) {
      doLog(level, caller, format, values, thrown);
    }
  }
}
