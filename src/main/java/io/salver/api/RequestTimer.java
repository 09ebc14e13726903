package io.salver.api;

import io.salver.security.Caller;
import io.salver.serving.Following;
import io.salver.serving.InferenceResponse;
import io.salver.serving.RequestId;
import io.salver.serving.TraceContext;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures the phases of one request that the protocols own. They never overlap, so that their sum,
 * with the queue and the run between them, is at most the whole. It knows what the request is
 * called, which trace it is a part of, who asks, and how it follows rollouts. Confined to the
 * request.
 */
public final class RequestTimer {

  private final Ticker ticker;
  private final long start;
  private long phaseStart;
  private long decodeNanos;
  private long encodeNanos;
  private long queueNanos;
  private long computeNanos;
  private @Nullable RequestId id;
  private @Nullable TraceContext trace;
  private Following following = Following.silent();
  private Caller caller = Caller.ANYBODY;

  /** Starts now. */
  public RequestTimer(Ticker ticker) {
    this.ticker = ticker;
    this.start = ticker.nanos();
    this.phaseStart = start;
  }

  /** The request is called {@code id}. */
  public void named(RequestId id) {
    this.id = id;
  }

  /** The client says that the request is a part of {@code trace}. */
  public void follows(TraceContext trace) {
    this.trace = trace;
  }

  /** The request follows rollouts so. */
  public void follows(Following following) {
    this.following = following;
  }

  /** How the request follows rollouts. */
  public Following following() {
    return following;
  }

  /** The request was let in as one of {@code caller}. */
  public void asked(Caller caller) {
    this.caller = caller;
  }

  /** Decoding or encoding starts now. */
  public void begin() {
    phaseStart = ticker.nanos();
  }

  /** Decoding ended. */
  public void decoded() {
    decodeNanos = ticker.nanos() - phaseStart;
  }

  /** The model answered. */
  public void ran(InferenceResponse response) {
    ran(response.queueNanos(), response.computeNanos());
  }

  /** The work is done, after a wait in a queue. */
  public void ran(long queueNanos, long computeNanos) {
    this.queueNanos = queueNanos;
    this.computeNanos = computeNanos;
  }

  /** Encoding ended. */
  public void encoded() {
    encodeNanos = ticker.nanos() - phaseStart;
  }

  /** The deadline {@code budget} after the start. */
  public Deadline deadline(Duration budget) {
    return Deadline.since(start, budget, ticker);
  }

  public Optional<RequestId> id() {
    return Optional.ofNullable(id);
  }

  public Optional<TraceContext> trace() {
    return Optional.ofNullable(trace);
  }

  public Caller caller() {
    return caller;
  }

  public long totalNanos() {
    return ticker.nanos() - start;
  }

  public long decodeNanos() {
    return decodeNanos;
  }

  public long queueNanos() {
    return queueNanos;
  }

  public long computeNanos() {
    return computeNanos;
  }

  public long encodeNanos() {
    return encodeNanos;
  }
}
