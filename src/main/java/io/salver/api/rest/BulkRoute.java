package io.salver.api.rest;

import io.salver.api.ServiceRunner;
import io.salver.api.catalogue.BulkLoad;
import io.salver.api.catalogue.CatalogueRequests;
import io.salver.fault.Fault;
import io.salver.recommend.catalogue.CatalogueService;
import io.salver.recommend.catalogue.Change;
import io.salver.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Streams of changes, one JSON object a line: starts an exchange for each. Thread-safe. */
@Singleton
final class BulkRoute {

  /** The media type of JSON objects, one a line. */
  static final String NDJSON = "application/x-ndjson";

  private final CatalogueService service;
  private final CatalogueRequests catalogues;
  private final ServiceRunner runner;
  private final Ticker ticker;

  @Inject
  BulkRoute(
      CatalogueService service, CatalogueRequests catalogues, ServiceRunner runner, Ticker ticker) {
    this.service = service;
    this.catalogues = catalogues;
    this.runner = runner;
    this.ticker = ticker;
  }

  /** Whether the body of a request is said to have one document a line. */
  static boolean isNdjson(HttpServerRequest request) {
    @Nullable String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null) {
      return false;
    }
    String mediaType = type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    return mediaType.equals(NDJSON) || mediaType.equals("application/ndjson");
  }

  /** Takes the request over; {@code reader} makes a change of each line of its body. */
  void handle(
      RoutingContext context,
      String recommender,
      ServiceRunner.Call call,
      Function<byte[], Change> reader) {
    Context eventLoop = context.vertx().getOrCreateContext();
    BulkAnswer answer = new BulkAnswer(context, call, runner);
    StreamInflater body;
    try {
      catalogues.requireKnown(recommender);
      @Nullable String encoding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
      body = new StreamInflater(BodyEncoding.named(encoding == null ? "" : encoding));
    } catch (Fault refused) {
      answer.refuse(refused);
      return;
    }
    BulkExchange exchange = new BulkExchange(context, body, reader, answer);
    exchange.receive(
        new BulkLoad(
            service,
            recommender,
            exchange,
            task -> eventLoop.runOnContext(nothing -> task.run()),
            (time, task) -> context.vertx().setTimer(atLeastOne(time), nothing -> task.run()),
            ticker));
  }

  private static long atLeastOne(Duration time) {
    return Math.max(1, time.toMillis());
  }
}
