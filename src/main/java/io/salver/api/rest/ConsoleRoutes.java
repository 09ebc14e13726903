package io.salver.api.rest;

import static java.util.Objects.requireNonNull;

import io.salver.api.ConsoleSettings;
import io.salver.api.rest.ConsoleFiles.ConsoleFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * {@code GET /console/}: the web console, a page and its modules, sent from memory. A browser asks
 * by the hash whether what it has is still good. The page may load and ask nothing but this
 * service, runs no script that is written into it, and lies in no other page. Answered on the event
 * loop. Thread-safe.
 */
@Singleton
final class ConsoleRoutes {

  private static final String ROOT = "/console";
  private static final String FOLDER = ROOT + "/";
  private static final String PAGE = "index.html";
  private static final int FOUND_ELSEWHERE = 308;
  private static final int NOT_MODIFIED = 304;
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
          + "img-src 'self' blob: data:; media-src 'self' blob:; base-uri 'none'; "
          + "form-action 'none'; frame-ancestors 'none'";

  private final ConsoleSettings settings;

  @Inject
  ConsoleRoutes(ConsoleSettings settings) {
    this.settings = settings;
  }

  void register(@Observes Router router) {
    if (!settings.isEnabled()) {
      return;
    }
    ConsoleFiles files = new ConsoleFiles();
    router.route(ROOT).handler(context -> answer(context, files));
    router.route(FOLDER + "*").handler(context -> answer(context, files));
  }

  private static void answer(RoutingContext context, ConsoleFiles files) {
    context.request().resume();
    HttpMethod method = context.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      HttpAnswers.methodNotAllowed(context, "GET, HEAD");
      return;
    }
    String path = requireNonNull(context.request().path());
    if (path.equals(ROOT)) {
      context.response().putHeader(HttpHeaders.LOCATION, FOLDER);
      HttpAnswers.send(context, FOUND_ELSEWHERE, "", Buffer.buffer());
      return;
    }
    String name = path.substring(FOLDER.length());
    Optional<ConsoleFile> file = files.find(name.isEmpty() ? PAGE : name);
    if (file.isPresent()) {
      send(context, file.get());
    } else {
      HttpAnswers.notFound(context);
    }
  }

  private static void send(RoutingContext context, ConsoleFile file) {
    HttpServerResponse response = context.response();
    response
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(HttpHeaders.ETAG, file.tag());
    String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null && known.contains(file.tag())) {
      HttpAnswers.send(context, NOT_MODIFIED, "", Buffer.buffer());
    } else {
      HttpAnswers.send(context, 200, file.mediaType(), Buffer.buffer(file.content()));
    }
  }
}
