package io.salver.recommend.pipeline;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.recommend.RecommendationObserver;
import io.salver.recommend.RecommenderDescription;
import io.salver.recommend.RecommenderDescription.State;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The recommenders of the service, by name, with their state:
 *
 * <pre>
 *   LOADING → READY
 *           → UNAVAILABLE (with a reason)
 * </pre>
 *
 * One that is broken never stops the others. Thread-safe: entries are immutable and replaced as a
 * whole. Owns the recommenders and closes them; nobody may recommend any more by then.
 */
public final class Recommenders implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Recommenders.class.getName());

  private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();
  private final RecommenderAssembler assembler;
  private final RecommendationObserver observer;

  /** No recommenders yet. */
  public Recommenders(RecommenderAssembler assembler, RecommendationObserver observer) {
    this.assembler = assembler;
    this.observer = observer;
  }

  /** Makes it known that these will be loaded, so that they are LOADING until they are. */
  public void expect(List<? extends RecommenderSource> sources) {
    sources.forEach(source -> entries.putIfAbsent(source.name(), new Entry.Loading()));
  }

  /** Loads one, blocking; whatever goes wrong becomes its reason. */
  @SuppressWarnings("CatchingUnchecked") // a broken bundle must not stop the others
  public void load(RecommenderSource source) {
    entries.put(source.name(), new Entry.Loading());
    try {
      Recommender recommender = assembler.assemble(source.read());
      entries.put(source.name(), new Entry.Ready(recommender));
      EmbeddingBundle bundle = recommender.bundle();
      observer.indexReady(
          source.name(), bundle.index().size(), bundle.buildTime(), bundle.builtAt());
    } catch (Fault fault) {
      LOG.log(Level.ERROR, () -> text(source.name(), fault.explanation()));
      entries.put(source.name(), new Entry.Unavailable(fault.explanation()));
    } catch (RuntimeException e) {
      String reason = "it could not be loaded; the log has the cause";
      LOG.log(Level.ERROR, () -> text(source.name(), reason), e);
      entries.put(source.name(), new Entry.Unavailable(reason));
    }
  }

  /** Whether every recommender that was expected answers. */
  public boolean isReady() {
    return entries.values().stream().allMatch(Entry.Ready.class::isInstance);
  }

  /** What is known of every one, by name. */
  List<RecommenderDescription> describe() {
    return entries.entrySet().stream()
        .map(entry -> entry.getValue().describe(entry.getKey()))
        .toList();
  }

  /** What is known of one. */
  RecommenderDescription describe(String name) {
    return entry(name).describe(name);
  }

  /**
   * The one that answers.
   *
   * @param name absent: the only one there is
   */
  Recommender find(Optional<String> name) {
    String wanted = name.orElseGet(this::only);
    return switch (entry(wanted)) {
      case Entry.Ready ready -> ready.recommender();
      case Entry.Loading loading ->
          throw new NotReady("recommender '" + wanted + "' is still loading");
      case Entry.Unavailable unavailable ->
          throw new NotReady(
              "recommender '" + wanted + "' is unavailable: " + unavailable.reason());
    };
  }

  @Override
  public void close() {
    for (Entry entry : entries.values()) {
      if (entry instanceof Entry.Ready ready) {
        ready.recommender().close();
      }
    }
  }

  private String only() {
    Set<String> names = entries.keySet();
    if (names.isEmpty()) {
      throw new NotFound("there is no recommender");
    }
    if (names.size() > 1) {
      throw new InvalidInput("recommender is required where there are several: " + names);
    }
    return names.iterator().next();
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new NotFound(
          "there is no recommender '" + name + "'" + Nearest.hint(name, entries.keySet()));
    }
    return entry;
  }

  private static String text(String name, String reason) {
    return "Recommender " + name + " is unavailable: " + reason;
  }

  private sealed interface Entry {

    RecommenderDescription describe(String name);

    record Loading() implements Entry {
      @Override
      public RecommenderDescription describe(String name) {
        return new RecommenderDescription(
            name, "", State.LOADING, Optional.empty(), Optional.empty());
      }
    }

    record Ready(Recommender recommender) implements Entry {
      @Override
      public RecommenderDescription describe(String name) {
        return new RecommenderDescription(
            name,
            recommender.definition().description(),
            State.READY,
            Optional.empty(),
            Optional.of(recommender.schema()));
      }
    }

    record Unavailable(String reason) implements Entry {
      @Override
      public RecommenderDescription describe(String name) {
        return new RecommenderDescription(
            name, "", State.UNAVAILABLE, Optional.of(reason), Optional.empty());
      }
    }
  }
}
