package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.salver.testkit.SalverProcess;
import io.salver.v1.BulkLoadRequest;
import io.salver.v1.BulkLoadResponse;
import io.salver.v1.CatalogueChange;
import io.salver.v1.CatalogueItem;
import io.salver.v1.CatalogueServiceGrpc;
import io.salver.v1.Item;
import io.salver.v1.RecommendBatchRequest;
import io.salver.v1.RecommendBatchResponse;
import io.salver.v1.RecommendRequest;
import io.salver.v1.RecommendSimilarRequest;
import io.salver.v1.RecommendationServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Loads, batches and similar items over the wire, with the bundled shop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CatalogueStreamsIT {

  private static final String NDJSON = "application/x-ndjson";
  private static final long FIRST = 5_000_000;

  private final SalverProcess salver = CatalogueServed.process();
  private final ManagedChannel channel =
      ManagedChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();

  @AfterAll
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void items_are_loaded_by_lines_and_read_back() {
    String lines =
        LongStream.range(FIRST, FIRST + 2_500)
                .mapToObj(id -> "{\"id\": " + id + ", \"attributes\": {\"title\": \"Item\"}}")
                .collect(Collectors.joining("\n"))
            + "\n{\"id\": 1, \"attributes\": {\"titel\": \"x\"}}";
    List<String> news =
        post("/v1/recommenders/shop/items", NDJSON, lines)
            .asString()
            .lines()
            .filter(line -> line.contains("\"line\":") || line.contains("\"done\":"))
            .toList();

    assertThat(news.get(news.size() - 2)).contains("\"line\":2501", "did you mean 'title'");
    assertThat(news.getLast())
        .contains("\"done\":true", "\"lines\":2501", "\"written\":2500", "\"refused\":1");
    JsonPath list =
        given()
            .filter(new OpenApiContract())
            .baseUri(base())
            .queryParam("after", FIRST + 2_400 - 1)
            .queryParam("limit", 1000)
            .get("/v1/recommenders/shop/items")
            .jsonPath();
    assertThat(list.getList("items.id", Long.class)).contains(FIRST + 2_499);
  }

  @Test
  void items_are_loaded_by_messages() throws InterruptedException {
    Collected<BulkLoadResponse> news = new Collected<>();
    StreamObserver<BulkLoadRequest> load = CatalogueServiceGrpc.newStub(channel).bulkLoad(news);
    for (long message = 0; message < 10; message++) {
      BulkLoadRequest.Builder request = BulkLoadRequest.newBuilder().setRecommender("shop");
      for (long i = 0; i < 300; i++) {
        request.addChanges(
            CatalogueChange.newBuilder()
                .setPutItem(CatalogueItem.newBuilder().setId(FIRST + 100_000 + message * 300 + i)));
      }
      load.onNext(request.build());
    }
    load.onCompleted();

    assertThat(news.await()).isEqualTo(Status.Code.OK);
    assertThat(news.received.getLast().getSummary().getWritten()).isEqualTo(3_000);
  }

  @Test
  void similar_items_are_the_same_over_both() {
    Response rest =
        post(
            "/v1/recommendations/similar",
            "application/json",
            "{\"item_id\": 7, \"k\": 5, \"filter\": {\"price\": {\"max\": 500}}}");
    assertThat(rest.statusCode()).as(rest.asString()).isEqualTo(200);
    List<Long> ids = rest.jsonPath().getList("items.id", Long.class);
    assertThat(ids).hasSize(5).doesNotContain(7L);
    assertThat(rest.jsonPath().getString("recommendation_id")).isNotBlank();
    List<Long> grpc =
        RecommendationServiceGrpc.newBlockingStub(channel)
            .recommendSimilar(RecommendSimilarRequest.newBuilder().setItemId(7).setK(5).build())
            .getItemsList()
            .stream()
            .map(Item::getId)
            .toList();
    assertThat(grpc).isEqualTo(ids);
  }

  @Test
  void nothing_is_similar_to_an_item_that_is_not_there() {
    Response none =
        post("/v1/recommendations/similar", "application/json", "{\"item_id\": 999999999}");
    assertThat(none.statusCode()).as(none.asString()).isEqualTo(404);
    Response wrong = post("/v1/recommendations/similar", "application/json", "{\"user_id\": 1}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.jsonPath().getString("error")).contains("'user_id'");
  }

  @Test
  void many_users_are_answered_by_lines() {
    Response response =
        post(
            "/v1/recommendations/batch",
            "application/json",
            "{\"user_ids\": [1, 2, 3, 0, 5], \"k\": 3}");
    List<String> lines =
        response.asString().lines().filter(line -> !line.contains("progress")).toList();

    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).contains("\"index\":0", "recommendation_id");
    assertThat(lines.get(3)).contains("\"index\":3", "user_id expects a positive id");
    assertThat(lines.get(5)).contains("\"done\":true", "\"answered\":4", "\"failed\":1");
  }

  @Test
  void many_users_are_answered_by_messages() throws InterruptedException {
    Collected<RecommendBatchResponse> answers = new Collected<>();
    StreamObserver<RecommendBatchRequest> batch =
        RecommendationServiceGrpc.newStub(channel).recommendBatch(answers);
    for (long user = 1; user <= 40; user++) {
      batch.onNext(
          RecommendBatchRequest.newBuilder()
              .addRequests(RecommendRequest.newBuilder().setUserId(user).setK(2))
              .build());
    }
    batch.onCompleted();

    assertThat(answers.await()).isEqualTo(Status.Code.OK);
    assertThat(answers.received)
        .extracting(RecommendBatchResponse::getIndex)
        .isEqualTo(LongStream.range(0, 40).boxed().toList());
    assertThat(answers.received.getLast().getProgress().getAnswered()).isEqualTo(40);
    assertThat(answers.received)
        .allMatch(answer -> answer.getRecommendation().getItemsCount() == 2);
  }

  private String base() {
    return "http://127.0.0.1:" + salver.httpPort();
  }

  private Response post(String path, String type, String body) {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig().encodeContentTypeAs(NDJSON, ContentType.TEXT)))
        .filter(new OpenApiContract())
        .baseUri(base())
        .contentType(type)
        .body(body)
        .post(path);
  }

  /** Everything that a stream tells. */
  private static final class Collected<M> implements StreamObserver<M> {

    private final List<M> received = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private Status status = Status.OK;

    Status.Code await() throws InterruptedException {
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      return status.getCode();
    }

    @Override
    public void onNext(M message) {
      received.add(message);
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
