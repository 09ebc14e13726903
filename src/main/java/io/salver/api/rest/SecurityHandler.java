package io.salver.api.rest;

import static java.util.Objects.requireNonNull;

import io.salver.api.Credentials;
import io.salver.api.SecuritySettings;
import io.salver.fault.Fault;
import io.salver.fault.Forbidden;
import io.salver.security.Action;
import io.salver.security.Caller;
import io.salver.security.Credential;
import io.salver.security.Gate;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/**
 * Stands before every route, where security is on: lets a request in or answers it, before anything
 * of its body is read. Where security is off it is not there at all. Thread-safe.
 */
@Singleton
final class SecurityHandler {

  private static final String CALLER = "salver.caller";
  private static final CharSequence API_KEY = HttpHeaders.createOptimized(Credentials.API_KEY);
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("x-frame-options");
  private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
  private static final CharSequence REFERRER_POLICY =
      HttpHeaders.createOptimized("referrer-policy");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence TRANSPORT_SECURITY =
      HttpHeaders.createOptimized("strict-transport-security");
  private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");

  private final SecuritySettings settings;

  @Inject
  SecurityHandler(SecuritySettings settings) {
    this.settings = settings;
  }

  void register(@Observes Router router) {
    settings
        .gate()
        .ifPresent(
            gate ->
                router.route().order(Integer.MIN_VALUE).handler(context -> handle(context, gate)));
  }

  /** Who asked, as far as the service wants to know. */
  static Caller caller(RoutingContext context) {
    Caller caller = context.get(CALLER);
    return caller == null ? Caller.ANYBODY : caller;
  }

  private void handle(RoutingContext context, Gate gate) {
    HttpServerRequest request = context.request();
    protect(request, context.response());
    String path = requireNonNull(request.path(), "path");
    try {
      RestAction asked = RestAction.of(request.method().name(), path);
      requirePort(request, gate, asked.action());
      Caller caller = gate.enter(credential(request), address(request), asked.action());
      if (asked.model().isPresent()) {
        caller.require(asked.model().get());
      } else if (asked.action().isAboutAll()) {
        caller.requireAll("ask for one of them");
      }
      context.put(CALLER, caller);
    } catch (Fault refusal) {
      request.resume();
      errors(path).send(context, refusal);
      return;
    }
    context.next();
  }

  /** What takes a higher role than infer is asked for at its own port, if it has one. */
  private void requirePort(HttpServerRequest request, Gate gate, Action action) {
    boolean hasPort = settings.adminPort().isPresent();
    if (hasPort
        && (action.isManagement() || action == Action.CONSOLE)
        && request.localAddress().port() != settings.adminPort().getAsInt()) {
      throw gate.refused(
          action,
          address(request),
          new Forbidden(Forbidden.Reason.PORT, "this is asked for at another port"));
    }
  }

  private static void protect(HttpServerRequest request, HttpServerResponse response) {
    response
        .putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF)
        .putHeader(FRAME_OPTIONS, DENY)
        .putHeader(REFERRER_POLICY, NO_REFERRER);
    if (request.isSSL()) {
      response.putHeader(TRANSPORT_SECURITY, ONE_YEAR);
    }
  }

  private static Credential credential(HttpServerRequest request) {
    return Credentials.of(
        request.headers().getAll(HttpHeaders.AUTHORIZATION),
        request.headers().getAll(API_KEY),
        Credentials.certificate(request.sslSession()));
  }

  private static String address(HttpServerRequest request) {
    return request.remoteAddress() == null ? "unknown" : request.remoteAddress().hostAddress();
  }

  private static ErrorShape errors(String path) {
    return Stream.of(
                "/v1/completions",
                "/v1/embeddings",
                "/v1/models",
                "/v1/audio/transcriptions",
                "/v1/audio/speech")
            .anyMatch(path::startsWith)
        ? ErrorShape.OPEN_AI
        : ErrorShape.PLAIN;
  }
}
