package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.salver.api.CatalogueCases.Expected;
import io.salver.api.CatalogueClient;
import io.salver.api.CatalogueContract;
import io.salver.api.FakeCatalogue;
import io.salver.api.FakeRecommenders;
import io.salver.api.GrpcCatalogueClient;
import io.salver.api.ServiceRunner;
import io.salver.api.catalogue.CatalogueRequests;
import io.salver.serving.RequestRecord;
import io.salver.time.Ticker;
import io.salver.v1.BulkLoadRequest;
import io.salver.v1.BulkLoadResponse;
import io.salver.v1.CatalogueChange;
import io.salver.v1.CatalogueItem;
import io.salver.v1.CatalogueServiceGrpc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table over gRPC, and its bulk loads. */
final class CatalogueGrpcTest extends CatalogueContract {

  private final FakeCatalogue catalogue = new FakeCatalogue();
  private final List<RequestRecord> records = new CopyOnWriteArrayList<>();
  private final Server server =
      ServerBuilder.forPort(0)
          .addService(
              new CatalogueGrpcService(
                  catalogue,
                  new CatalogueRequests(catalogue, new FakeRecommenders()),
                  new ServiceRunner(records::add),
                  Ticker.SYSTEM))
          .build();
  private ManagedChannel channel;

  @BeforeAll
  void start() throws IOException {
    server.start();
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterAll
  void stop() throws InterruptedException {
    channel.shutdownNow();
    server.shutdownNow();
    assertThat(server.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  protected CatalogueClient client() {
    return new GrpcCatalogueClient(channel);
  }

  @Override
  protected String status(Expected.Refusal refusal) {
    return refusal.grpc();
  }

  @Test
  void a_load_writes_what_is_right_and_tells_what_is_wrong() {
    Load load = new Load();
    load.send(put(11), put(0), CatalogueChange.getDefaultInstance());
    load.send(CatalogueChange.newBuilder().setDeleteItem(11).build(), put(12));
    load.end();

    assertThat(load.status().isOk()).as(load.status().toString()).isTrue();
    assertThat(load.received.stream().filter(BulkLoadResponse::hasError))
        .extracting(news -> news.getError().getLine())
        .containsExactly(2L, 3L);
    BulkLoadResponse last = load.received.getLast();
    assertThat(last.getSummary().getLines()).isEqualTo(5);
    assertThat(last.getSummary().getWritten()).isEqualTo(3);
    assertThat(last.getSummary().getRefused()).isEqualTo(2);
    assertThat(catalogue.allItems()).anyMatch(item -> item.id() == 12);
    assertThat(catalogue.allItems()).noneMatch(item -> item.id() == 11);
  }

  @Test
  void a_load_into_an_unknown_catalogue_is_refused() {
    Load load = new Load();
    load.send("shopp", put(1));
    load.end();

    assertThat(load.status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(load.status().getDescription()).contains("did you mean 'shop'");
  }

  @Test
  void a_load_that_names_no_catalogue_or_two_is_refused() {
    Load none = new Load();
    none.end();
    assertThat(none.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);

    Load two = new Load();
    two.send("shop", put(21));
    two.send("other", put(22));
    assertThat(two.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(two.status().getDescription()).contains("'shop'", "'other'");
  }

  @Test
  void without_a_recommender_nothing_is_done() {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                CatalogueServiceGrpc.newBlockingStub(channel)
                    .getItem(io.salver.v1.GetItemRequest.newBuilder().setId(1).build()))
        .withMessageContaining("recommender expects a name");
  }

  private static CatalogueChange put(long id) {
    return CatalogueChange.newBuilder().setPutItem(CatalogueItem.newBuilder().setId(id)).build();
  }

  /** One bulk load of the test. */
  private final class Load implements StreamObserver<BulkLoadResponse> {

    private final List<BulkLoadResponse> received = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private Status status = Status.OK;
    private final StreamObserver<BulkLoadRequest> requests =
        CatalogueServiceGrpc.newStub(channel).bulkLoad(this);

    void send(CatalogueChange... changes) {
      send("shop", changes);
    }

    void send(String recommender, CatalogueChange... changes) {
      requests.onNext(
          BulkLoadRequest.newBuilder()
              .setRecommender(recommender)
              .addAllChanges(List.of(changes))
              .build());
    }

    void end() {
      requests.onCompleted();
    }

    Status status() {
      try {
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return status;
    }

    @Override
    public void onNext(BulkLoadResponse news) {
      received.add(news);
    }

    @Override
    public void onError(Throwable failure) {
      status = Status.fromThrowable(failure);
      ended.countDown();
    }

    @Override
    public void onCompleted() {
      ended.countDown();
    }
  }
}
