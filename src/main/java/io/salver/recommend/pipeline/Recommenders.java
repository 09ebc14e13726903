package io.salver.recommend.pipeline;

import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.lifecycle.AspiredVersion;
import io.salver.lifecycle.AvailabilityPreserving;
import io.salver.lifecycle.Lease;
import io.salver.lifecycle.LifecycleObserver;
import io.salver.lifecycle.Renewal;
import io.salver.lifecycle.VersionManager;
import io.salver.lifecycle.VersionSnapshot;
import io.salver.lifecycle.VersionState;
import io.salver.model.ModelId;
import io.salver.recommend.RecommendationObserver;
import io.salver.recommend.RecommendationObserver.IndexFacts;
import io.salver.recommend.RecommenderDescription;
import io.salver.recommend.RecommenderDescription.BundleState;
import io.salver.recommend.RecommenderDescription.State;
import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.live.CatalogueListener;
import io.salver.recommend.live.LiveCatalogue;
import io.salver.recommend.live.LiveCatalogues;
import io.salver.serving.Following.Standing;
import io.salver.time.Ticker;
import io.salver.vector.living.LivingIndexStatus;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * The recommenders of the service, by name. The bundles of one are versions that live, are leased
 * and are replaced as those of a model: what is new is built beside what answers, and takes over
 * when it is ready; what fails leaves the other answering.
 *
 * <p>One recommender that is broken never stops the others. Thread-safe. Owns the recommenders;
 * {@link #close} waits for their leases.
 */
public final class Recommenders implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Recommenders.class.getName());
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final RecommenderRegister register = new RecommenderRegister();
  private final RecommenderAssembler assembler;
  private final LiveCatalogues catalogues;
  private final BiConsumer<String, Event> events;
  private final RecommendationObserver observer;
  private final ExecutorService loader =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("recommender-loader").factory());
  private final Object oneLoad = new Object();
  private final VersionManager<Recommender> bundles;
  private final BundleLeases leases;
  private final Map<String, CatalogueHappenings> happenings = new ConcurrentHashMap<>();

  /**
   * No recommenders yet.
   *
   * @param events hears of events that happen, with the name of the recommender; must be quick and
   *     not throw
   */
  public Recommenders(
      RecommenderAssembler assembler,
      LiveCatalogues catalogues,
      BiConsumer<String, Event> events,
      RecommendationObserver observer,
      InstantSource clock,
      Ticker ticker) {
    this.assembler = assembler;
    this.catalogues = catalogues;
    this.events = events;
    this.observer = observer;
    this.bundles =
        new VersionManager<>(
            new AvailabilityPreserving(), loader, clock, ticker, LifecycleObserver.NONE);
    this.leases = new BundleLeases(register, bundles);
  }

  /** Makes it known that these will be loaded, so that they are LOADING until they are. */
  public void expect(List<? extends RecommenderSource> sources) {
    for (RecommenderSource source : sources) {
      register.expect(source);
      catalogues.expect(source.name());
    }
  }

  /**
   * Loads one, or loads what has changed of it or failed before, blocking, one at a time; whatever
   * goes wrong becomes its reason.
   */
  public void load(RecommenderSource source) {
    expect(List.of(source));
    synchronized (oneLoad) {
      loadAlone(source);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // a broken bundle must not stop the others
  private void loadAlone(RecommenderSource source) {
    String name = source.name();
    try {
      RecommenderDefinition definition = source.read();
      LiveCatalogue live =
          catalogues.open(name, definition.seed(), catalogue -> listener(name, catalogue));
      register.read(source, definition);
      var states =
          bundles
              .aspire(name, wanted(definition, live), Renewal.CHANGED_OR_FAILED)
              .toCompletableFuture();
      states.join().forEach((version, state) -> tell(name, version, state));
    } catch (Fault fault) {
      unavailable(source, fault.explanation());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> "recommender " + name + " could not be loaded", e);
      unavailable(source, "it could not be loaded; the log has the cause");
    }
  }

  /**
   * Reads the definition of a recommender anew and loads what has changed or failed, blocking.
   *
   * @throws NotFound when there is no such recommender
   */
  public RecommenderDescription reload(String name) {
    load(register.entry(name).source());
    return describe(name);
  }

  /** Whether every recommender that was expected answers. */
  public boolean isReady() {
    return register.names().stream().allMatch(this::isReady);
  }

  /** Whether the recommender of that name answers. */
  public boolean isReady(String name) {
    return bundles.snapshot(name).stream().anyMatch(VersionSnapshot::isReady);
  }

  /** What is known of every one, by name. */
  List<RecommenderDescription> describe() {
    return register.names().stream().map(this::describe).toList();
  }

  /** What is known of one. */
  RecommenderDescription describe(String name) {
    RecommenderRegister.Entry entry = register.entry(name);
    String text = entry.definition().map(RecommenderDefinition::description).orElse("");
    List<BundleState> states = leases.states(name);
    Optional<String> reason = entry.failure().or(() -> BundleStates.reason(states));
    try (Lease<Recommender> lease = leases.lease(name, Optional.empty(), "description")) {
      return new RecommenderDescription(
          name, text, State.READY, reason, states, Optional.of(lease.servable().schema()));
    } catch (NotReady absent) {
      State state = reason.isPresent() ? State.UNAVAILABLE : State.LOADING;
      return new RecommenderDescription(name, text, state, reason, states, Optional.empty());
    }
  }

  /**
   * Leases the one that answers.
   *
   * @param name absent: the only one there is
   * @param bundle the version of its bundle; absent: the default one, or another that is ready
   * @param holder who takes it, for the report of a drain that does not finish
   */
  Lease<Recommender> find(Optional<String> name, Optional<String> bundle, String holder) {
    return leases.lease(named(name), bundle, holder);
  }

  /** The name of the one that is meant: where none is given, the only one there is. */
  String named(Optional<String> name) {
    return register.named(name);
  }

  /** How a bundle of that version stands. */
  Standing standing(String name, long bundle) {
    return Standing.of(new ModelId(name, bundle), bundles.snapshot(name));
  }

  @Override
  public void close() {
    bundles
        .stop(STOP_LIMIT)
        .forEach(stuck -> LOG.log(Level.ERROR, () -> "did not drain in time: " + stuck));
    loader.shutdown();
  }

  private Map<Long, AspiredVersion<Recommender>> wanted(
      RecommenderDefinition definition, LiveCatalogue live) {
    Optional<SegmentPopularity> segments =
        Optional.ofNullable(happenings.get(definition.name()))
            .flatMap(each -> each.popularity(definition.policy().popularity()));
    TreeMap<Long, AspiredVersion<Recommender>> wanted = new TreeMap<>();
    for (BundleDefinition parts : definition.bundles()) {
      wanted.put(
          parts.version(),
          new AspiredVersion<>(
              parts.fingerprint() + " " + definition.revision(),
              () -> assembler.assemble(definition, parts, live, segments)));
    }
    return wanted;
  }

  private CatalogueListener listener(String name, Catalogue catalogue) {
    CatalogueHappenings listener =
        new CatalogueHappenings(catalogue, event -> events.accept(name, event));
    happenings.put(name, listener);
    return listener;
  }

  private void tell(String name, long version, VersionState state) {
    if (state instanceof VersionState.Ready) {
      LOG.log(Level.DEBUG, () -> name + " answers from bundle " + version);
      observer.indexReady(name, () -> index(name));
    }
  }

  private Optional<IndexFacts> index(String name) {
    try (Lease<Recommender> lease = leases.lease(name, Optional.empty(), "metrics")) {
      LivingIndexStatus index = lease.servable().bundle().index().status();
      return Optional.of(
          new IndexFacts(index.size(), index.lastMerge().orElse(Duration.ZERO), index.builtAt()));
    } catch (NotFound | NotReady none) {
      return Optional.empty();
    }
  }

  private void unavailable(RecommenderSource source, String reason) {
    LOG.log(Level.ERROR, () -> "Recommender " + source.name() + " is unavailable: " + reason);
    register.failed(source, reason);
  }
}
