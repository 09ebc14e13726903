package io.salver.api.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.salver.api.rollout.Actor;
import io.salver.security.Caller;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Says who makes a call, for the logs of what happened. Thread-safe. */
@GlobalInterceptor
@Singleton
public final class CallActor implements ServerInterceptor {

  private static final Metadata.Key<String> NAME =
      Metadata.Key.of(Actor.HEADER.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<String> GIVEN = Context.key("io.salver.actor");

  /**
   * Who makes the call that the calling thread handles.
   *
   * @throws io.salver.fault.InvalidInput when the metadata are no name
   */
  static Actor current() {
    Caller caller = SecuredCalls.caller();
    return Actor.called(caller.isKnown() ? caller.name() : GIVEN.get());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String given = headers.get(NAME);
    return given == null
        ? next.startCall(call, headers)
        : Contexts.interceptCall(Context.current().withValue(GIVEN, given), call, headers, next);
  }
}
