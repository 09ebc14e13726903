package io.salver.api.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salver.api.RequestTimer;
import io.salver.api.ServiceRunner;
import io.salver.api.catalogue.CatalogueMethod;
import io.salver.api.catalogue.CatalogueRequests;
import io.salver.recommend.catalogue.CatalogueService;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import io.salver.time.Ticker;
import io.salver.v1.BulkLoadRequest;
import io.salver.v1.BulkLoadResponse;
import io.salver.v1.CatalogueItem;
import io.salver.v1.CatalogueServiceGrpc;
import io.salver.v1.CatalogueUser;
import io.salver.v1.ChangeOutcome;
import io.salver.v1.DeleteItemRequest;
import io.salver.v1.DeleteUserRequest;
import io.salver.v1.GetItemRequest;
import io.salver.v1.GetUserRequest;
import io.salver.v1.ListEventsRequest;
import io.salver.v1.ListEventsResponse;
import io.salver.v1.ListItemsRequest;
import io.salver.v1.ListItemsResponse;
import io.salver.v1.RecordEventsRequest;
import io.salver.v1.RecordEventsResponse;
import io.salver.v1.UpsertItemRequest;
import io.salver.v1.UpsertUserRequest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Catalogues over gRPC. Every method runs on the event loop and none blocks; the catalogue works
 * elsewhere. Thread-safe.
 */
@GrpcService
public final class CatalogueGrpcService extends CatalogueServiceGrpc.CatalogueServiceImplBase {

  private final CatalogueService service;
  private final CatalogueRequests catalogues;
  private final ServiceRunner runner;
  private final Ticker ticker;
  private final CatalogueMessages messages = new CatalogueMessages(Clock.systemUTC());

  @Inject
  CatalogueGrpcService(
      CatalogueService service, CatalogueRequests catalogues, ServiceRunner runner, Ticker ticker) {
    this.service = service;
    this.catalogues = catalogues;
    this.runner = runner;
    this.ticker = ticker;
  }

  @Override
  public void upsertItem(UpsertItemRequest request, StreamObserver<ChangeOutcome> answers) {
    run(
        CatalogueMethod.PUT_ITEM,
        request.getRecommender(),
        () -> {
          Item item = CatalogueMessages.item(request.getItem());
          return catalogues.write(recommender(request.getRecommender()), new Change.PutItem(item));
        },
        answers,
        outcome -> CatalogueAnswers.outcome(request.getItem().getId(), outcome));
  }

  @Override
  public void getItem(GetItemRequest request, StreamObserver<CatalogueItem> answers) {
    run(
        CatalogueMethod.GET_ITEM,
        request.getRecommender(),
        () -> catalogues.item(recommender(request.getRecommender()), request.getId()),
        answers,
        CatalogueAnswers::item);
  }

  @Override
  public void deleteItem(DeleteItemRequest request, StreamObserver<ChangeOutcome> answers) {
    run(
        CatalogueMethod.DELETE_ITEM,
        request.getRecommender(),
        () -> catalogues.removeItem(recommender(request.getRecommender()), request.getId()),
        answers,
        outcome -> CatalogueAnswers.outcome(request.getId(), outcome));
  }

  @Override
  public void listItems(ListItemsRequest request, StreamObserver<ListItemsResponse> answers) {
    run(
        CatalogueMethod.LIST_ITEMS,
        request.getRecommender(),
        () ->
            catalogues.items(
                recommender(request.getRecommender()),
                request.getAfter(),
                request.hasLimit() ? request.getLimit() : CatalogueRequests.DEFAULT_LIMIT),
        answers,
        CatalogueAnswers::items);
  }

  @Override
  public void upsertUser(UpsertUserRequest request, StreamObserver<ChangeOutcome> answers) {
    run(
        CatalogueMethod.PUT_USER,
        request.getRecommender(),
        () -> {
          User user = CatalogueMessages.user(request.getUser());
          return catalogues.write(recommender(request.getRecommender()), new Change.PutUser(user));
        },
        answers,
        outcome -> CatalogueAnswers.outcome(request.getUser().getId(), outcome));
  }

  @Override
  public void getUser(GetUserRequest request, StreamObserver<CatalogueUser> answers) {
    run(
        CatalogueMethod.GET_USER,
        request.getRecommender(),
        () -> catalogues.user(recommender(request.getRecommender()), request.getId()),
        answers,
        CatalogueAnswers::user);
  }

  @Override
  public void deleteUser(DeleteUserRequest request, StreamObserver<ChangeOutcome> answers) {
    run(
        CatalogueMethod.DELETE_USER,
        request.getRecommender(),
        () -> catalogues.removeUser(recommender(request.getRecommender()), request.getId()),
        answers,
        outcome -> CatalogueAnswers.outcome(request.getId(), outcome));
  }

  @Override
  public void recordEvents(
      RecordEventsRequest request, StreamObserver<RecordEventsResponse> answers) {
    run(
        CatalogueMethod.RECORD_EVENTS,
        request.getRecommender(),
        () ->
            catalogues.record(
                recommender(request.getRecommender()), messages.events(request.getEventsList())),
        answers,
        CatalogueAnswers::recorded);
  }

  @Override
  public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> answers) {
    run(
        CatalogueMethod.LIST_EVENTS,
        request.getRecommender(),
        () ->
            catalogues.events(
                recommender(request.getRecommender()),
                request.getUserId(),
                request.hasLimit() ? request.getLimit() : CatalogueRequests.DEFAULT_LIMIT),
        answers,
        CatalogueAnswers::events);
  }

  @Override
  public StreamObserver<BulkLoadRequest> bulkLoad(StreamObserver<BulkLoadResponse> answers) {
    BulkLoadStream stream =
        new BulkLoadStream(
            (ServerCallStreamObserver<BulkLoadResponse>) answers,
            service,
            catalogues,
            messages,
            runner,
            ticker);
    stream.start();
    return stream;
  }

  private <A, M> void run(
      CatalogueMethod method,
      String recommender,
      Supplier<CompletionStage<A>> request,
      StreamObserver<M> answers,
      Function<A, M> encoder) {
    runner.run(
        method.call(recommender, TracedCalls.join(new RequestTimer(ticker))),
        request,
        new GrpcServiceReply<>(answers, encoder));
  }

  private static String recommender(String name) {
    return CatalogueMessages.recommender(name);
  }
}
