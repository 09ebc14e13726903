package io.salver.monitor;

import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.monitor.profile.Profile;
import io.salver.monitor.profile.Profiles;
import io.salver.monitor.sketch.Sketches;
import io.salver.time.Ticker;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The monitors of the versions that are loaded: one for each life of a version, from its load until
 * it is closed. While a version is reloaded it has two lives; samples go to the older one, whose
 * windows are full, until that is gone. Thread-safe.
 */
public final class LiveMonitors implements Monitors, ObservationConsumer {

  private final Profiles profiles;
  private final Set<String> keysOfOthers;
  private final boolean isEnabled;
  private final int mostPerSecond;
  private final Sketches sketches;
  private final Ticker ticker;
  private final InstantSource clock;
  private final ConcurrentMap<ModelId, List<Watched>> lives = new ConcurrentHashMap<>();
  private final LongAdder leftOut = new LongAdder();

  /**
   * Without any.
   *
   * @param keysOfOthers keys of {@code monitor} in {@code model.yaml} that somebody else reads
   * @param isEnabled false: settings and profiles are checked, and nothing is watched
   * @param mostPerSecond samples of a version that are looked at; what comes beyond is left out, as
   *     a window needs no more of them
   */
  public LiveMonitors(
      Profiles profiles,
      Set<String> keysOfOthers,
      boolean isEnabled,
      int mostPerSecond,
      Sketches sketches,
      Ticker ticker,
      InstantSource clock) {
    this.profiles = profiles;
    this.keysOfOthers = Set.copyOf(keysOfOthers);
    this.isEnabled = isEnabled;
    this.mostPerSecond = mostPerSecond;
    this.sketches = sketches;
    this.ticker = ticker;
    this.clock = clock;
  }

  /** A monitor and the share of requests that it wants; the same only if it is itself. */
  private static final class Watched {

    private final ModelMonitor monitor;
    private final double share;
    private final Allowance allowance;

    Watched(ModelMonitor monitor, double share, Allowance allowance) {
      this.monitor = monitor;
      this.share = share;
      this.allowance = allowance;
    }
  }

  /** A version's life, as far as it is watched; whoever began it ends it. */
  @FunctionalInterface
  interface Life extends AutoCloseable {

    @Override
    void close();
  }

  /**
   * Watches a version from now on, as its {@code model.yaml} says.
   *
   * @throws io.salver.fault.BackendFailure when that is wrong, or the profile cannot be read; the
   *     message names the key or the file
   */
  Life begin(ModelArtifact artifact) {
    MonitorSettings settings = MonitorYaml.read(artifact.spec().monitor(), keysOfOthers);
    Profile profile = profiles.read(artifact);
    if (!isEnabled || !settings.isEnabled()) {
      return () -> {};
    }
    ModelId model = artifact.id();
    Watched watched =
        new Watched(
            new ModelMonitor(model, settings, profile, sketches, ticker, clock),
            settings.sample(),
            new Allowance(mostPerSecond, ticker));
    lives.merge(model, List.of(watched), LiveMonitors::joined);
    return () -> lives.computeIfPresent(model, (_, all) -> without(all, watched));
  }

  @Override
  public double share(ModelId model) {
    List<Watched> all = lives.get(model);
    return all == null ? 0 : all.getFirst().share;
  }

  @Override
  public void accept(Observation observation) {
    List<Watched> all = lives.get(observation.model());
    if (all == null) {
      return;
    }
    Watched watched = all.getFirst();
    if (watched.allowance.take()) {
      watched.monitor.accept(observation.sample());
    } else {
      leftOut.increment();
    }
  }

  /** Samples that were left out, as more came in a second than are looked at. */
  public long leftOut() {
    return leftOut.sum();
  }

  @Override
  public List<ModelMonitor> all() {
    return lives.values().stream()
        .map(all -> all.getFirst().monitor)
        .sorted(
            Comparator.comparing((ModelMonitor each) -> each.model().name())
                .thenComparing(each -> each.model().version()))
        .toList();
  }

  @Override
  public Optional<ModelMonitor> of(ModelId model) {
    return Optional.ofNullable(lives.get(model)).map(all -> all.getFirst().monitor);
  }

  private static List<Watched> joined(List<Watched> older, List<Watched> newer) {
    return Stream.concat(older.stream(), newer.stream()).toList();
  }

  /** Null, so that the version is forgotten, when no life is left. */
  private static @Nullable List<Watched> without(List<Watched> all, Watched gone) {
    List<Watched> left = all.stream().filter(each -> each != gone).toList();
    return left.isEmpty() ? null : left;
  }
}
