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
import java.util.concurrent.atomic.LongAdder;

/**
 * The monitors of the versions that are loaded: one for each life of a version, from its load until
 * it is closed. While a version is reloaded it has two lives; samples go to the older one, whose
 * windows are full, until that is gone. Thread-safe.
 */
public final class LiveMonitors implements Monitors, ObservationConsumer, ModelLives {

  private final Profiles profiles;
  private final Set<String> keysOfOthers;
  private final boolean isEnabled;
  private final int mostPerSecond;
  private final Sketches sketches;
  private final Ticker ticker;
  private final InstantSource clock;
  private final LivesByVersion<Watched> lives = new LivesByVersion<>();
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

  /** A monitor and the share of requests that it wants. */
  private record Watched(ModelMonitor monitor, double share, Allowance allowance) {}

  /** Watches a version from now on, as its {@code model.yaml} and its profile say. */
  @Override
  public Life begin(ModelArtifact artifact) {
    MonitorSettings settings = MonitorYaml.read(artifact.spec().monitor(), keysOfOthers);
    Profile profile = profiles.read(artifact);
    if (!isEnabled || !settings.isEnabled()) {
      return () -> {};
    }
    ModelId model = artifact.id();
    return lives.begin(
        model,
        new Watched(
            new ModelMonitor(model, settings, profile, sketches, ticker, clock),
            settings.sample(),
            new Allowance(mostPerSecond, ticker)));
  }

  @Override
  public double share(ModelId model) {
    return lives.oldest(model).map(Watched::share).orElse(0.0);
  }

  @Override
  public void accept(Observation observation) {
    lives.oldest(observation.model()).ifPresent(watched -> accept(watched, observation));
  }

  private void accept(Watched watched, Observation observation) {
    if (watched.allowance().take()) {
      watched.monitor().accept(observation.sample());
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
    return lives.allOldest().stream()
        .map(Watched::monitor)
        .sorted(
            Comparator.comparing((ModelMonitor each) -> each.model().name())
                .thenComparing(each -> each.model().version()))
        .toList();
  }

  @Override
  public Optional<ModelMonitor> of(ModelId model) {
    return lives.oldest(model).map(Watched::monitor);
  }
}
