package io.salver.api.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.salver.api.Credentials;
import io.salver.api.SecuritySettings;
import io.salver.fault.Fault;
import io.salver.fault.Forbidden;
import io.salver.fault.RateLimited;
import io.salver.security.Action;
import io.salver.security.Caller;
import io.salver.security.Credential;
import io.salver.security.Gate;
import jakarta.enterprise.inject.spi.Prioritized;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every call: lets it in or closes it, before any of its messages is read. Where
 * security is off, calls pass untouched. Thread-safe.
 */
@GlobalInterceptor
@Singleton
public final class SecuredCalls implements ServerInterceptor, Prioritized {

  private static final Metadata.Key<String> AUTHORIZATION = key(Credentials.AUTHORIZATION);
  private static final Metadata.Key<String> API_KEY = key(Credentials.API_KEY);
  private static final Metadata.Key<String> RETRY_AFTER = key("retry-after");
  private static final Context.Key<Caller> CALLER = Context.key("io.salver.caller");
  private static final double NANOS = 1e9;

  private final SecuritySettings settings;

  @Inject
  SecuredCalls(SecuritySettings settings) {
    this.settings = settings;
  }

  /** Who made the call that the calling thread handles, as far as the service wants to know. */
  static Caller caller() {
    Caller caller = CALLER.get();
    return caller == null ? Caller.ANYBODY : caller;
  }

  @Override
  public int getPriority() {
    return Integer.MAX_VALUE; // the first that a call meets
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return settings.gate().isEmpty()
        ? next.startCall(call, headers)
        : enter(settings.gate().get(), call, headers, next);
  }

  private <Q, A> ServerCall.Listener<Q> enter(
      Gate gate, ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Action action = GrpcAction.of(call.getMethodDescriptor().getFullMethodName());
    String address = address(call);
    Caller caller;
    try {
      if (settings.adminPort().isPresent() && action.isManagement()) {
        throw gate.refused(
            action,
            address,
            new Forbidden(Forbidden.Reason.PORT, "this is asked for over HTTP, at another port"));
      }
      caller = gate.enter(credential(call, headers), address, action);
      if (action.isAboutAll() && action != Action.MONITOR) { // the message of that names a model
        caller.requireAll("ask for one of them over HTTP");
      }
    } catch (Fault refusal) {
      call.close(GrpcStatus.of(refusal), trailers(refusal));
      return new ServerCall.Listener<>() {};
    }
    return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
  }

  private static Metadata trailers(Fault refusal) {
    Metadata trailers = new Metadata();
    if (refusal instanceof RateLimited limited) {
      long seconds = (long) Math.max(1, Math.ceil(limited.retryAfter().toNanos() / NANOS));
      trailers.put(RETRY_AFTER, Long.toString(seconds));
    }
    return trailers;
  }

  private static Credential credential(ServerCall<?, ?> call, Metadata headers) {
    return Credentials.of(
        all(headers, AUTHORIZATION),
        all(headers, API_KEY),
        Credentials.certificate(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION)));
  }

  private static List<String> all(Metadata headers, Metadata.Key<String> key) {
    Iterable<String> values = headers.getAll(key);
    if (values == null) {
      return List.of();
    }
    List<String> all = new ArrayList<>(1);
    values.forEach(all::add);
    return all;
  }

  private static String address(ServerCall<?, ?> call) {
    @Nullable SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return address instanceof InetSocketAddress internet && internet.getAddress() != null
        ? internet.getAddress().getHostAddress()
        : Objects.toString(address, "unknown");
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
