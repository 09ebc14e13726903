package io.salver.recommend.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.recommend.Degradation;
import io.salver.recommend.Degradation.AnsweredBy;
import io.salver.recommend.Degradation.Reason;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationObserver;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.RecommendationRouting;
import io.salver.recommend.RecommenderDescription.State;
import io.salver.recommend.SimilarRequest;
import io.salver.recommend.Stage;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class PipelineServiceTest {

  private final Heard heard = new Heard();
  private final TinyShop shop;
  private final Recommenders recommenders;
  private final PipelineService service;

  PipelineServiceTest(@TempDir Path directory) {
    this.shop = new TinyShop(directory);
    this.recommenders = shop.recommenders(heard);
    this.service =
        new PipelineService(
            recommenders, RecommendationRouting.NONE, heard, () -> "answer", Ticker.SYSTEM, 1, 1);
  }

  @AfterEach
  void stop() {
    shop.inference.release(new Cancelled("the test is over"));
    service.close();
    shop.catalogues.close();
    recommenders.close();
    assertThat(shop.memory.leasedBytes()).isZero();
  }

  @Test
  void answers_and_tells_the_observer() {
    recommenders.load(source("tiny"));
    Recommendation answer = service.recommend(user(), Deadline.none()).toCompletableFuture().join();
    assertThat(answer.recommender()).isEqualTo("tiny");
    assertThat(heard.answers).containsExactly(answer);
    assertThat(heard.indexes).containsExactly("tiny:6");
  }

  @Test
  void a_recommender_need_not_be_named_where_there_is_one() {
    assertThat(failure(service.recommend(user(), Deadline.none()))).isInstanceOf(NotFound.class);
    recommenders.load(source("tiny"));
    recommenders.load(source("tidy"));
    assertThat(failure(service.recommend(user(), Deadline.none())))
        .isInstanceOf(InvalidInput.class);
    RecommendationRequest wrong =
        RecommendationRequest.builder().recommender("tinny").userId(1).build();
    assertThat(failure(service.recommend(wrong, Deadline.none())))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("did you mean 'tiny'");
  }

  @Test
  void a_broken_recommender_has_a_reason_and_stops_no_other() {
    recommenders.expect(List.of(source("broken"), source("tiny")));
    assertThat(service.describe("tiny").state()).isEqualTo(State.LOADING);
    recommenders.load(broken("broken"));
    recommenders.load(source("tiny"));

    assertThat(service.describe("broken").state()).isEqualTo(State.UNAVAILABLE);
    assertThat(service.describe("broken").reason()).contains("there is no file 'items.csv.gz'");
    assertThat(service.describe("tiny").state()).isEqualTo(State.READY);
    assertThat(recommenders.isReady()).isFalse();
    RecommendationRequest request =
        RecommendationRequest.builder().recommender("broken").userId(1).build();
    assertThat(failure(service.recommend(request, Deadline.none()))).isInstanceOf(NotReady.class);
  }

  @Test
  void a_model_that_is_missing_is_the_reason() {
    shop.inference.fail("tiny-item", new BackendFailure("out of memory"));
    recommenders.load(source("tiny"));
    assertThat(service.describe("tiny").reason()).contains("out of memory");
  }

  @Test
  void what_a_model_refuses_is_not_the_client_s_mistake() {
    recommenders.load(source("tiny"));
    shop.inference.fail("tiny-ranker", new InvalidInput("too many rows"));
    Recommendation answer = service.recommend(user(), Deadline.none()).toCompletableFuture().join();
    assertThat(answer.degraded())
        .contains(new Degradation(Stage.RANK, Reason.FAILED, AnsweredBy.RETRIEVAL));
  }

  @Test
  void a_full_queue_refuses_and_a_late_model_does_not_hold_the_caller() {
    recommenders.load(source("tiny"));
    shop.inference.hold();
    List<CompletionStage<Recommendation>> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Deadline soon = Deadline.after(Duration.ofSeconds(8), Ticker.SYSTEM);
      answers.add(service.recommend(user(), soon));
    }
    assertThat(failure(answers.getLast())).isInstanceOf(Overloaded.class);
    assertThat(answers.getFirst().toCompletableFuture().join().degraded())
        .contains(new Degradation(Stage.EMBED, Reason.SLOW, AnsweredBy.POPULARITY));
    assertThat(answers.get(1).toCompletableFuture().join().items()).isNotEmpty();
  }

  @Test
  void a_request_whose_deadline_passes_is_not_answered() {
    recommenders.load(source("tiny"));
    Deadline passed = Deadline.after(Duration.ZERO, Ticker.SYSTEM);
    assertThat(failure(service.recommend(user(), passed))).isInstanceOf(DeadlineExceeded.class);
  }

  @Test
  void similar_items_are_answered_and_told_too() {
    recommenders.load(source("tiny"));
    SimilarRequest request = SimilarRequest.builder(30).k(2).build();
    Recommendation answer = service.similar(request, Deadline.none()).toCompletableFuture().join();
    assertThat(answer.items()).extracting(Recommendation.Item::id).containsExactly(20L, 40L);
    assertThat(heard.answers).containsExactly(answer);
    assertThat(failure(service.similar(SimilarRequest.builder(31).build(), Deadline.none())))
        .isInstanceOf(NotFound.class)
        .hasMessage("there is no item 31");
  }

  @Test
  void a_closed_service_refuses() {
    recommenders.load(source("tiny"));
    service.close();
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> service.recommend(user(), Deadline.none()).toCompletableFuture().join())
        .havingCause()
        .isInstanceOfSatisfying(
            Overloaded.class,
            fault -> assertThat(fault.reason()).isEqualTo(Overloaded.Reason.SHUTTING_DOWN));
  }

  private static RecommendationRequest user() {
    return RecommendationRequest.builder().userId(1).build();
  }

  private static Fault failure(CompletionStage<Recommendation> answer) {
    try {
      answer.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Fault fault) {
        return fault;
      }
    }
    throw new AssertionError("it did not fail with a fault");
  }

  private static RecommenderSource source(String name) {
    return new Source(name, () -> TinyShop.definition(name));
  }

  private static RecommenderSource broken(String name) {
    return new Source(
        name,
        () -> {
          throw new BackendFailure("there is no file 'items.csv.gz'");
        });
  }

  private record Source(String name, Supplier<RecommenderDefinition> reader)
      implements RecommenderSource {
    @Override
    public RecommenderDefinition read() {
      return reader.get();
    }
  }

  private static final class Heard implements RecommendationObserver {
    private final List<Recommendation> answers = Collections.synchronizedList(new ArrayList<>());
    private final List<String> indexes = new ArrayList<>();

    @Override
    public void recallSampled(String recommender, String bundle, int found, int expected) {}

    @Override
    public void recommended(Recommendation recommendation) {
      answers.add(recommendation);
    }

    @Override
    public void indexReady(String name, Supplier<Optional<IndexFacts>> index) {
      indexes.add(name + ":" + index.get().orElseThrow().vectors());
    }
  }
}
