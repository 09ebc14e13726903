package io.salver.api.rest;

import static java.util.Objects.requireNonNull;

import io.salver.api.ServiceRunner;
import io.salver.api.catalogue.CatalogueMethod;
import io.salver.api.catalogue.CatalogueRequests;
import io.salver.api.catalogue.Images;
import io.salver.api.rest.RestServiceReply.Answer;
import io.salver.fault.NotFound;
import io.salver.recommend.catalogue.CatalogueService.Outcome;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Item;
import io.salver.time.Ticker;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What lies below {@code /v1/recommenders/{recommender}}: its items, users and events, on the event
 * loop; the catalogue works elsewhere. Thread-safe.
 */
@Singleton
final class CatalogueRoutes {

  /** Most bytes of an item with its picture in Base64, of a user and of a list of events. */
  static final int MAX_BODY_BYTES = 2 << 20;

  private static final String RECOMMENDER = "/v1/recommenders/:recommender";
  private static final String ITEM = RECOMMENDER + "/items/:id";
  private static final String USER = RECOMMENDER + "/users/:id";

  private final CatalogueRequests catalogues;
  private final ServiceRunner runner;
  private final BulkRoute bulk;
  private final Ticker ticker;
  private final CatalogueJson json = new CatalogueJson(Clock.systemUTC());

  @Inject
  CatalogueRoutes(
      CatalogueRequests catalogues, ServiceRunner runner, BulkRoute bulk, Ticker ticker) {
    this.catalogues = catalogues;
    this.runner = runner;
    this.bulk = bulk;
    this.ticker = ticker;
  }

  void register(@Observes Router router) {
    router.put(ITEM).handler(this::putItem);
    router.get(ITEM).handler(this::getItem);
    router.delete(ITEM).handler(this::deleteItem);
    HttpAnswers.refuseOthers(router, ITEM, "GET, PUT, DELETE");
    router.get(ITEM + "/image").handler(this::getImage);
    HttpAnswers.refuseOthers(router, ITEM + "/image", "GET");
    router.get(RECOMMENDER + "/items").handler(this::listItems);
    router.post(RECOMMENDER + "/items").handler(context -> load(context, json::itemLine));
    HttpAnswers.refuseOthers(router, RECOMMENDER + "/items", "GET, POST");
    router.put(USER).handler(this::putUser);
    router.get(USER).handler(this::getUser);
    router.delete(USER).handler(this::deleteUser);
    HttpAnswers.refuseOthers(router, USER, "GET, PUT, DELETE");
    router.get(USER + "/events").handler(this::listEvents);
    HttpAnswers.refuseOthers(router, USER + "/events", "GET");
    router.post(RECOMMENDER + "/users").handler(context -> load(context, json::userLine));
    HttpAnswers.refuseOthers(router, RECOMMENDER + "/users", "POST");
    router.post(RECOMMENDER + "/events").handler(this::recordEvents);
    HttpAnswers.refuseOthers(router, RECOMMENDER + "/events", "POST");
  }

  private void putItem(RoutingContext context) {
    withBody(
        context,
        CatalogueMethod.PUT_ITEM,
        body -> {
          Item item = json.item(body.getBytes(), id(context));
          return catalogues
              .write(recommender(context), new Change.PutItem(item))
              .thenApply(outcome -> CatalogueJsonWriter.outcome(item.id(), outcome));
        });
  }

  private void getItem(RoutingContext context) {
    answer(
        context,
        CatalogueMethod.GET_ITEM,
        () ->
            catalogues
                .item(recommender(context), id(context))
                .thenApply(CatalogueJsonWriter::item));
  }

  private void getImage(RoutingContext context) {
    context.request().resume();
    runner.run(
        call(context, CatalogueMethod.GET_ITEM),
        () -> catalogues.item(recommender(context), id(context)),
        new RestServiceReply<>(context, CatalogueRoutes::image));
  }

  private void deleteItem(RoutingContext context) {
    delete(context, CatalogueMethod.DELETE_ITEM, catalogues::removeItem);
  }

  private void listItems(RoutingContext context) {
    answer(
        context,
        CatalogueMethod.LIST_ITEMS,
        () -> {
          QueryParameters query = new QueryParameters(context, Set.of("after", "limit"));
          return catalogues
              .items(recommender(context), query.whole("after", 0), limit(query))
              .thenApply(CatalogueJsonWriter::items);
        });
  }

  private void putUser(RoutingContext context) {
    withBody(
        context,
        CatalogueMethod.PUT_USER,
        body -> {
          var user = json.user(body.getBytes(), id(context));
          return catalogues
              .write(recommender(context), new Change.PutUser(user))
              .thenApply(outcome -> CatalogueJsonWriter.outcome(user.id(), outcome));
        });
  }

  private void getUser(RoutingContext context) {
    answer(
        context,
        CatalogueMethod.GET_USER,
        () ->
            catalogues
                .user(recommender(context), id(context))
                .thenApply(CatalogueJsonWriter::user));
  }

  private void deleteUser(RoutingContext context) {
    delete(context, CatalogueMethod.DELETE_USER, catalogues::removeUser);
  }

  private void listEvents(RoutingContext context) {
    answer(
        context,
        CatalogueMethod.LIST_EVENTS,
        () -> {
          QueryParameters query = new QueryParameters(context, Set.of("limit"));
          return catalogues
              .events(recommender(context), id(context), limit(query))
              .thenApply(CatalogueJsonWriter::events);
        });
  }

  private void recordEvents(RoutingContext context) {
    if (BulkRoute.isNdjson(context.request())) {
      load(context, json::eventLine);
      return;
    }
    withBody(
        context,
        CatalogueMethod.RECORD_EVENTS,
        body ->
            switch (json.events(body.getBytes())) {
              case CatalogueJson.Events.One(Event event) ->
                  catalogues
                      .write(recommender(context), new Change.Record(event))
                      .thenApply(outcome -> CatalogueJsonWriter.outcome(event.id(), outcome));
              case CatalogueJson.Events.Many(var events) ->
                  catalogues
                      .record(recommender(context), events)
                      .thenApply(CatalogueJsonWriter::recorded);
            });
  }

  private void delete(
      RoutingContext context,
      CatalogueMethod method,
      BiFunction<String, Long, CompletionStage<Outcome>> removal) {
    context.request().resume();
    runner.run(
        call(context, method),
        () -> removal.apply(recommender(context), id(context)),
        new RestServiceReply<>(context, outcome -> Answer.empty()));
  }

  private void load(RoutingContext context, Function<byte[], Change> reader) {
    bulk.handle(context, recommender(context), call(context, CatalogueMethod.BULK_LOAD), reader);
  }

  private void withBody(
      RoutingContext context,
      CatalogueMethod method,
      Function<Buffer, CompletionStage<Buffer>> request) {
    ServiceRunner.Call call = call(context, method);
    RestServiceReply<Buffer> reply = new RestServiceReply<>(context, Answer::json);
    SmallBody.receive(
        context,
        MAX_BODY_BYTES,
        body -> runner.run(call, () -> request.apply(body), reply),
        failure -> runner.refuse(call, reply, failure));
  }

  private void answer(
      RoutingContext context, CatalogueMethod method, Supplier<CompletionStage<Buffer>> request) {
    context.request().resume();
    runner.run(call(context, method), request, new RestServiceReply<>(context, Answer::json));
  }

  private ServiceRunner.Call call(RoutingContext context, CatalogueMethod method) {
    return method.call(recommender(context), Arrivals.timer(context, ticker));
  }

  private static Answer image(Item item) {
    var image = item.image().orElseThrow(() -> new NotFound("item " + item.id() + " has no image"));
    return new Answer(
        200,
        Images.mediaType(image).orElse("application/octet-stream"),
        Buffer.buffer(image.bytes()));
  }

  private static String recommender(RoutingContext context) {
    return requireNonNull(context.pathParam("recommender"));
  }

  private static long id(RoutingContext context) {
    return QueryParameters.whole("id", requireNonNull(context.pathParam("id")));
  }

  private static long limit(QueryParameters query) {
    return query.whole("limit", CatalogueRequests.DEFAULT_LIMIT);
  }
}
