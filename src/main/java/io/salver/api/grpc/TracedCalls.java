package io.salver.api.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.salver.api.RequestTimer;
import io.salver.serving.TraceContext;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * Reads which trace a call is a part of: the metadata {@code traceparent} and {@code tracestate}.
 * Calls that say nothing pass untouched. Thread-safe.
 */
@GlobalInterceptor
@Singleton
public final class TracedCalls implements ServerInterceptor {

  private static final Metadata.Key<String> PARENT = key("traceparent");
  private static final Metadata.Key<String> STATE = key("tracestate");
  private static final Context.Key<TraceContext> TRACE = Context.key("io.salver.trace");

  /** Tells {@code timer} which trace the call of the calling thread is a part of, and who asks. */
  static RequestTimer join(RequestTimer timer) {
    timer.asked(SecuredCalls.caller());
    TraceContext trace = TRACE.get();
    if (trace != null) {
      timer.follows(trace);
    }
    return timer;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String parent = headers.get(PARENT);
    if (parent == null) {
      return next.startCall(call, headers);
    }
    String state = Objects.requireNonNullElse(headers.get(STATE), "");
    return TraceContext.parse(parent, state)
        .map(trace -> Context.current().withValue(TRACE, trace))
        .map(context -> Contexts.interceptCall(context, call, headers, next))
        .orElseGet(() -> next.startCall(call, headers));
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
