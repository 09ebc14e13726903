package io.salver.serving;

import io.salver.fault.Fault;
import java.util.List;
import java.util.Optional;

/**
 * What happened to one request, told once it was answered. All times in nanoseconds; the phases
 * never sum to more than {@code totalNanos}.
 *
 * @param model the model asked for, as named by the client; empty when it could not be read
 * @param version the version that ran or was asked for; empty when there was none
 * @param protocol {@code rest} or {@code grpc}
 * @param method what was called, for example {@code infer} or {@code recommend}
 * @param code the status sent: of HTTP, or the name of the gRPC status
 * @param fault what went wrong; empty for a success
 * @param id what it is called; empty where nobody needs a name for it
 * @param trace the trace that the client says it is a part of
 * @param arms the arms of rollouts that answered
 * @param steps the parts of the run that were timed, in the order they ran; they never sum to more
 *     than {@code computeNanos}
 */
public record RequestRecord(
    Optional<String> model,
    Optional<Long> version,
    String protocol,
    String method,
    String code,
    Optional<Fault> fault,
    Optional<RequestId> id,
    Optional<TraceContext> trace,
    List<ArmName> arms,
    List<Step> steps,
    long totalNanos,
    long preprocessNanos,
    long queueNanos,
    long computeNanos,
    long postprocessNanos) {

  /** Copies the lists. */
  public RequestRecord {
    arms = List.copyOf(arms);
    steps = List.copyOf(steps);
  }

  /** Of a request whose traffic nobody divides. */
  public RequestRecord(
      Optional<String> model,
      Optional<Long> version,
      String protocol,
      String method,
      String code,
      Optional<Fault> fault,
      Optional<RequestId> id,
      Optional<TraceContext> trace,
      List<Step> steps,
      long totalNanos,
      long preprocessNanos,
      long queueNanos,
      long computeNanos,
      long postprocessNanos) {
    this(
        model,
        version,
        protocol,
        method,
        code,
        fault,
        id,
        trace,
        List.of(),
        steps,
        totalNanos,
        preprocessNanos,
        queueNanos,
        computeNanos,
        postprocessNanos);
  }

  /** A part of a run, in nanoseconds. */
  public record Step(String name, long nanos) {}
}
