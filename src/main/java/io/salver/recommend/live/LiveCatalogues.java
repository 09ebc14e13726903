package io.salver.recommend.live;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.CatalogueReader;
import io.salver.recommend.catalogue.CatalogueSeed;
import io.salver.recommend.catalogue.CatalogueService;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.ChangeLog;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Histories;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.catalogue.User;
import io.salver.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * All catalogues that serve, by the name of their recommender. Thread-safe. Owns them and its
 * reading threads; {@link #close} makes durable what was accepted.
 */
public final class LiveCatalogues implements CatalogueService, AutoCloseable {

  private static final int SEED_BATCH = 1_000;
  private static final int WAITING_READS = 256;
  private static final long[] NO_ROWS = {};

  private final ChangeLog log;
  private final CatalogueReader reader;
  private final LiveSettings settings;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Set<String> expected = ConcurrentHashMap.newKeySet();
  private final Map<String, LiveCatalogue> catalogues = new ConcurrentSkipListMap<>();
  private final ThreadPoolExecutor readers;

  /** No catalogues yet. */
  public LiveCatalogues(
      ChangeLog log,
      CatalogueReader reader,
      LiveSettings settings,
      InstantSource clock,
      Ticker ticker) {
    this.log = log;
    this.reader = reader;
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
    this.readers =
        new ThreadPoolExecutor(
            settings.readers(),
            settings.readers(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_READS),
            Thread.ofPlatform().daemon().name("catalogue-reader-", 1).factory());
  }

  /** Makes it known that a catalogue of that name will be opened. */
  public void expect(String name) {
    expected.add(name);
  }

  /**
   * Opens a catalogue, blocking: fills it from {@code seed} where the store has nothing of it,
   * reads everything, and begins to follow. One that is open is given as it is.
   *
   * @param listening makes what hears of the catalogue, the past first
   * @throws io.salver.fault.BackendFailure when the store or the seed cannot be read
   */
  public LiveCatalogue open(String name, CatalogueSeed seed, Listening listening) {
    LiveCatalogue open = catalogues.get(name);
    if (open != null) {
      return open;
    }
    if (log.after(name, 0, 1).isEmpty()) {
      seed.read(SEED_BATCH, batch -> log.write(name, batch));
    }
    Snapshots snapshots =
        new Snapshots(settings.snapshots().resolve(name), settings.snapshotEvery(), ticker);
    Optional<Snapshots.Found> found = snapshots.find();
    long[] rows = found.map(Snapshots.Found::idByRow).orElse(NO_ROWS);
    Catalogue catalogue =
        new Catalogue(
            Table.empty(IdDirectory.reserving(ticker, rows), seed.itemSchema()),
            Table.empty(IdDirectory.empty(ticker), seed.userSchema()),
            new Histories());
    CatalogueListener listener = listening.to(catalogue);
    CatalogueUpdater updater = new CatalogueUpdater(catalogue, listener);
    Follower follower = new Follower(name, catalogue, log, updater, snapshots, settings.poll());
    follower.readPast();
    listener.pastRead();
    ChangeCheck check = new ChangeCheck(seed.itemSchema(), seed.userSchema(), clock);
    GroupCommit writer =
        new GroupCommit(
            name,
            check,
            log,
            last -> {
              follower.wake();
              return follower.seen(last);
            });
    LiveCatalogue live = new LiveCatalogue(catalogue, follower, writer, found);
    catalogues.put(name, live);
    follower.start();
    return live;
  }

  /** Makes what hears of a catalogue that is being opened. */
  @FunctionalInterface
  public interface Listening {
    CatalogueListener to(Catalogue catalogue);
  }

  /** The positions of all that are open, by name: up to where their listeners have heard. */
  public Map<String, Long> positions() {
    Map<String, Long> positions = new TreeMap<>();
    catalogues.forEach((name, live) -> positions.put(name, live.position()));
    return positions;
  }

  /** How many items the catalogue of that name has; 0 where it is not open. */
  public int items(String name) {
    LiveCatalogue live = catalogues.get(name);
    return live == null ? 0 : live.catalogue().items().size();
  }

  @Override
  public CompletionStage<List<Outcome>> write(String recommender, List<Change> changes) {
    try {
      if (changes.size() > MAX_CHANGES) {
        throw new InvalidInput(
            "at most " + MAX_CHANGES + " changes at once, received " + changes.size());
      }
      return find(recommender).write(changes);
    } catch (NotFound | NotReady | InvalidInput fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  @Override
  public CompletionStage<Item> item(String recommender, long id) {
    return read(
        recommender,
        () ->
            reader
                .item(recommender, id)
                .orElseThrow(() -> new NotFound(recommender + " has no item " + id)));
  }

  @Override
  public CompletionStage<List<Item>> items(String recommender, long after, int limit) {
    return read(recommender, () -> reader.items(recommender, after, within(limit)));
  }

  @Override
  public CompletionStage<User> user(String recommender, long id) {
    return read(
        recommender,
        () ->
            reader
                .user(recommender, id)
                .orElseThrow(() -> new NotFound(recommender + " has no user " + id)));
  }

  @Override
  public CompletionStage<List<Event>> events(String recommender, long user, int limit) {
    return read(recommender, () -> reader.events(recommender, user, within(limit)));
  }

  @Override
  public void close() {
    catalogues.values().forEach(LiveCatalogue::close);
    readers.shutdown();
  }

  private <T> CompletionStage<T> read(String recommender, Supplier<T> reading) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      var unused = find(recommender);
      readers.execute(
          () -> {
            try {
              answer.complete(reading.get());
            } catch (Throwable failure) { // the caller must hear of whatever went wrong
              answer.completeExceptionally(failure);
            }
          });
    } catch (NotFound | NotReady fault) {
      answer.completeExceptionally(fault);
    } catch (RejectedExecutionException full) {
      answer.completeExceptionally(
          new Overloaded(
              Overloaded.Reason.QUEUE_FULL,
              Duration.ofSeconds(1),
              WAITING_READS + " requests to the store wait already"));
    }
    return answer;
  }

  private LiveCatalogue find(String name) {
    LiveCatalogue live = catalogues.get(name);
    if (live == null) {
      if (expected.contains(name)) {
        throw new NotReady("the catalogue of recommender '" + name + "' is not open yet");
      }
      throw new NotFound("there is no recommender '" + name + "'" + Nearest.hint(name, expected));
    }
    return live;
  }

  private static int within(int limit) {
    if (limit < 1 || limit > MAX_CHANGES) {
      throw new InvalidInput("limit must be within 1 and " + MAX_CHANGES + ", received " + limit);
    }
    return limit;
  }
}
