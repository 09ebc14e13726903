package io.salver.recommend.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.fault.BackendFailure;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationObserver;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.RecommendationRouting;
import io.salver.recommend.Strategy;
import io.salver.serving.ArmName;
import io.salver.serving.Caller;
import io.salver.serving.Following;
import io.salver.serving.Route;
import io.salver.testkit.RecordedRoute;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny shop has bundles 1, the default, and 2; both ways lead to bundle 2 and ranker 1. */
final class RecommendationTrafficTest {

  private final TinyShop shop;
  private final List<String> asked = new ArrayList<>();
  private RecordedRoute bundles = new RecordedRoute("b", 2, 1);
  private RecordedRoute rankers = new RecordedRoute("r", 1, 1);
  private final Recommenders recommenders;
  private final PipelineService service;

  RecommendationTrafficTest(@TempDir Path directory) {
    this.shop = new TinyShop(directory);
    RecommendationRouting routing =
        new RecommendationRouting(
            (name, caller) -> way(name, caller, bundles),
            (name, caller) -> way(name, caller, rankers));
    shop.routing = routing;
    this.recommenders = shop.recommenders(RecommendationObserver.NONE);
    this.service =
        new PipelineService(
            recommenders,
            routing,
            RecommendationObserver.NONE,
            () -> "answer",
            Ticker.SYSTEM,
            1,
            1);
  }

  @BeforeEach
  void load() {
    recommenders.load(new Disk());
  }

  @AfterEach
  void stop() {
    service.close();
    shop.catalogues.close();
    recommenders.close();
    assertThat(shop.memory.leasedBytes()).isZero();
  }

  @Test
  void the_bundle_of_the_arm_answers_and_the_user_of_the_request_is_who_asks() {
    Following following = new Following(name -> Optional.of("header of " + name));
    Recommendation answer = answer(RecommendationRequest.builder().userId(1).build(), following);
    assertThat(asked).containsExactly("tiny 1", "tiny 1");
    assertThat(answer.versions().index()).isEqualTo("b");
    assertThat(following.arms()).contains(new ArmName("b", "canary"));
    assertThat(answer.ways()).contains(bundles);
    assertThat(bundles.told()).containsExactly("answered");
  }

  @Test
  void without_a_user_the_header_is_who_asks() {
    Following following = new Following(name -> Optional.of("ann"));
    answer(RecommendationRequest.builder().history(List.of(10L)).build(), following);
    assertThat(asked).containsExactly("tiny ann", "tiny ann");
  }

  @Test
  void the_answer_counts_for_the_arms_that_made_it() {
    assertThat(answer(RecommendationRequest.builder().userId(1).build(), Following.silent()).arm())
        .isEqualTo("b/canary, r/canary");
  }

  @Test
  void a_request_that_names_its_bundle_or_wants_what_is_popular_follows_nobody() {
    answer(RecommendationRequest.builder().userId(1).bundle("1").build(), Following.silent());
    answer(
        RecommendationRequest.builder().userId(1).strategy(Strategy.POPULARITY).build(),
        Following.silent());
    assertThat(bundles.told()).isEmpty();
  }

  @Test
  void where_the_bundle_of_the_arm_is_not_there_the_control_answers_and_the_arm_has_failed() {
    bundles = new RecordedRoute("b", 7, 1);
    Recommendation answer =
        answer(RecommendationRequest.builder().userId(1).build(), Following.silent());
    assertThat(answer.versions().index()).isEqualTo("a");
    assertThat(answer.arm()).startsWith("b/control");
    assertThat(answer.ways()).doesNotContain(bundles);
    assertThat(bundles.told()).containsExactly("failed");
  }

  @Test
  void an_answer_without_the_towers_is_a_failure_of_the_bundle_and_one_without_the_ranker_is_not() {
    shop.inference.fail("tiny-ranker", new BackendFailure("broken"));
    answer(RecommendationRequest.builder().userId(1).build(), Following.silent());
    assertThat(bundles.told()).containsExactly("answered");
    shop.inference.fail("tiny-user", new BackendFailure("broken"));
    answer(RecommendationRequest.builder().userId(1).build(), Following.silent());
    assertThat(bundles.told()).containsExactly("answered", "failed");
  }

  @Test
  void a_ranker_that_is_not_there_fails_its_arm_and_the_other_ranks() {
    rankers = new RecordedRoute("r", 9, 8);
    Recommendation answer =
        answer(RecommendationRequest.builder().userId(1).build(), Following.silent());
    assertThat(answer.versions().ranker()).hasValue(1);
    assertThat(rankers.told()).containsExactly("failed");
  }

  private Recommendation answer(RecommendationRequest request, Following following) {
    return service.recommend(request, Deadline.none(), following).toCompletableFuture().join();
  }

  private Optional<Route> way(String name, Caller caller, Route way) {
    asked.add(name + " " + caller.said("x-user-id").orElse("nobody"));
    return Optional.of(way);
  }

  private static final class Disk implements RecommenderSource {

    @Override
    public String name() {
      return "tiny";
    }

    @Override
    public RecommenderDefinition read() {
      RecommenderDefinition tiny = TinyShop.definition("tiny");
      BundleDefinition first = tiny.bundles().getFirst();
      return new RecommenderDefinition(
          "tiny",
          tiny.description(),
          Stream.of(1L, 2L).map(version -> bundle(first, version)).toList(),
          1,
          tiny.popularity(),
          tiny.historyLength(),
          tiny.seed(),
          tiny.policy(),
          "");
    }

    private static BundleDefinition bundle(BundleDefinition tiny, long version) {
      return new BundleDefinition(
          version,
          tiny.userTower(),
          tiny.itemTower(),
          tiny.ranker(),
          tiny.index(),
          tiny.features(),
          version == 1 ? "a" : "b");
    }
  }
}
