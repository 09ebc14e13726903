package io.salver.recommend.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.lifecycle.Lease;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationObserver;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.RecommendationRouting;
import io.salver.recommend.RecommenderDescription;
import io.salver.recommend.RecommenderDescription.BundleState;
import io.salver.recommend.RecommenderDescription.State;
import io.salver.serving.ModelReference;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bundles of one recommender side by side, and what a reload does to them. */
@Timeout(300)
final class BundlesTest {

  private final TinyShop shop;
  private final Recommenders recommenders;
  private final PipelineService service;
  private volatile RecommenderDefinition onDisk = definition("", bundle(1, "a"), bundle(2, "b"));

  BundlesTest(@TempDir Path directory) {
    this.shop = new TinyShop(directory);
    this.recommenders = shop.recommenders(RecommendationObserver.NONE);
    this.service =
        new PipelineService(
            recommenders,
            RecommendationRouting.NONE,
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
  void two_answer_side_by_side_and_their_arms_differ() {
    assertThat(arm("1")).isEqualTo("1");
    assertThat(arm("2")).isEqualTo("2");
    assertThat(answer(Optional.empty()).arm()).isEqualTo("1");
    assertThat(answer(Optional.of("2")).versions().index()).isEqualTo("b");
    assertThat(service.describe("tiny").bundles()).containsExactly(ready(1, true), ready(2, false));
  }

  @Test
  void a_bundle_that_nobody_knows_is_not_found_and_those_there_are_are_named() {
    assertThat(failure("3"))
        .isInstanceOf(NotFound.class)
        .hasMessage("recommender 'tiny' has no bundle '3'; it has [1, 2]");
  }

  @Test
  void a_recommender_that_nobody_knows_is_not_reloaded() {
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> service.reload("tinny").toCompletableFuture().join())
        .havingCause()
        .isInstanceOf(NotFound.class)
        .withMessageContaining("did you mean 'tiny'");
  }

  @Test
  void a_bundle_that_is_taken_out_is_not_found_after_the_reload() {
    onDisk = definition("", bundle(2, "b"));
    assertThat(reload().bundles()).extracting(BundleState::version).containsExactly(2L);
    assertThat(failure("1")).isInstanceOf(NotFound.class).hasMessageEndingWith("it has [2]");
  }

  @Test
  void a_new_bundle_that_fails_leaves_the_others_answering_and_has_a_reason() {
    onDisk = definition("", bundle(1, "a"), bundle(2, "b"), broken(3));
    RecommenderDescription told = reload();
    assertThat(told.state()).isEqualTo(State.READY);
    assertThat(told.reason().orElseThrow()).contains("'tiny-lost'");
    assertThat(told.bundles().getLast())
        .isEqualTo(new BundleState(3, State.UNAVAILABLE, false, told.reason()));
    assertThat(arm("2")).isEqualTo("2");
    assertThat(failure("3")).isInstanceOf(NotReady.class).hasMessageContaining("'tiny-lost'");
  }

  @Test
  void a_bundle_whose_successor_fails_goes_on_and_says_why() {
    onDisk = definition("", broken(1));
    RecommenderDescription told = reload();
    assertThat(told.state()).isEqualTo(State.READY);
    assertThat(told.bundles().getFirst().state()).isEqualTo(State.READY);
    assertThat(told.bundles().getFirst().reason().orElseThrow()).contains("'tiny-lost'");
    assertThat(answer(Optional.of("1")).versions().index()).isEqualTo("a");
  }

  @Test
  void what_failed_is_tried_again_though_its_definition_is_what_it_was() {
    shop.inference.fail("tiny-item", new BackendFailure("out of memory"));
    onDisk = definition("", bundle(1, "a"), bundle(2, "c"));
    assertThat(reload().reason()).hasValueSatisfying(why -> assertThat(why).contains("memory"));
    assertThat(answer(Optional.of("2")).versions().index()).isEqualTo("b");
    shop.inference.mend("tiny-item");
    assertThat(reload().reason()).isEmpty();
    assertThat(answer(Optional.of("2")).versions().index()).isEqualTo("c");
  }

  @Test
  void a_definition_that_cannot_be_read_leaves_what_serves_and_says_why() {
    onDisk = definition("unreadable", bundle(1, "a"));
    RecommenderDescription told = reload();
    assertThat(told.state()).isEqualTo(State.READY);
    assertThat(told.reason()).contains("recommender.yaml is malformed");
    assertThat(arm("2")).isEqualTo("2");
  }

  @Test
  void another_policy_keeps_the_embeddings() {
    EmbeddingBundle before = embeddings();
    long runs = itemRuns();
    onDisk = definition("other rules", bundle(1, "a"), bundle(2, "b"));
    assertThat(reload().reason()).isEmpty();
    assertThat(embeddings()).isSameAs(before);
    assertThat(itemRuns()).isEqualTo(runs);
    try (Lease<Recommender> lease = lease()) {
      assertThat(lease.servable().definition().revision()).isEqualTo("other rules");
    }
  }

  @Test
  void a_request_under_way_keeps_its_bundle_until_it_ends() {
    RecommendationRequest request = request(Optional.of("1"));
    try (Lease<Recommender> underWay = lease()) {
      onDisk = definition("", bundle(1, "new"));
      assertThat(reload().reason()).isEmpty();
      assertThat(answer(Optional.of("1")).versions().index()).isEqualTo("new");
      Call call = new Call("late", Deadline.none(), 0, Urgency.ONLINE);
      Recommendation late = underWay.servable().recommend(request, call);
      assertThat(late.versions().index()).isEqualTo("a");
      assertThat(late.items()).isNotEmpty();
      assertThat(late.degraded()).isEmpty();
    }
  }

  @Test
  void a_service_that_stops_reloads_nothing() {
    service.close();
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> service.reload("tiny").toCompletableFuture().join())
        .havingCause()
        .isInstanceOf(Overloaded.class);
  }

  private RecommenderDescription reload() {
    return service.reload("tiny").toCompletableFuture().join();
  }

  private String arm(String bundle) {
    return answer(Optional.of(bundle)).arm();
  }

  private Recommendation answer(Optional<String> bundle) {
    return service.recommend(request(bundle), Deadline.none()).toCompletableFuture().join();
  }

  private Fault failure(String bundle) {
    try {
      answer(Optional.of(bundle));
    } catch (CompletionException e) {
      if (e.getCause() instanceof Fault fault) {
        return fault;
      }
    }
    throw new AssertionError("it did not fail with a fault");
  }

  private Lease<Recommender> lease() {
    return recommenders.find(Optional.of("tiny"), Optional.of("1"), "test");
  }

  private EmbeddingBundle embeddings() {
    try (Lease<Recommender> lease = lease()) {
      return lease.servable().bundle();
    }
  }

  private long itemRuns() {
    return Collections.frequency(List.copyOf(shop.inference.runs()), "tiny-item");
  }

  private static RecommendationRequest request(Optional<String> bundle) {
    RecommendationRequest.Builder request = RecommendationRequest.builder().userId(1);
    bundle.ifPresent(request::bundle);
    return request.build();
  }

  private static BundleState ready(long version, boolean isDefault) {
    return new BundleState(version, State.READY, isDefault, Optional.empty());
  }

  private static RecommenderDefinition definition(String revision, BundleDefinition... bundles) {
    RecommenderDefinition tiny = TinyShop.definition("tiny");
    return new RecommenderDefinition(
        "tiny",
        tiny.description(),
        Stream.of(bundles).toList(),
        bundles[0].version(),
        tiny.popularity(),
        tiny.historyLength(),
        tiny.seed(),
        tiny.policy(),
        revision);
  }

  private static BundleDefinition bundle(long version, String fingerprint) {
    return bundle(version, "tiny-item", fingerprint);
  }

  private static BundleDefinition broken(long version) {
    return bundle(version, "tiny-lost", "lost");
  }

  private static BundleDefinition bundle(long version, String itemTower, String fingerprint) {
    BundleDefinition tiny = TinyShop.definition("tiny").bundles().getFirst();
    return new BundleDefinition(
        version,
        tiny.userTower(),
        new ModelReference(itemTower, Optional.of(1L)),
        tiny.ranker(),
        tiny.index(),
        tiny.features(),
        fingerprint);
  }

  /** Reads what lies in {@code onDisk}. */
  private final class Disk implements RecommenderSource {
    @Override
    public String name() {
      return "tiny";
    }

    @Override
    public RecommenderDefinition read() {
      if (onDisk.revision().equals("unreadable")) {
        throw new BackendFailure("recommender.yaml is malformed");
      }
      return onDisk;
    }
  }
}
