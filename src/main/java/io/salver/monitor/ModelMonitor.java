package io.salver.monitor;

import io.salver.model.ModelId;
import io.salver.monitor.profile.Profile;
import io.salver.monitor.quality.QualityMeasure;
import io.salver.monitor.quality.QualityResult;
import io.salver.monitor.sketch.Sketches;
import io.salver.time.DurationText;
import io.salver.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Watches one version of a model: counts what comes in panes of time, compares the window that they
 * make with the reference, and decides, whenever a window ends, what has drifted.
 *
 * <p>Takes samples off the path of requests: one of 20 features costs some microseconds, and the
 * first after the end of a pane a few milliseconds more, when decisions are taken. Memory is
 * bounded: for each pane and feature a sketch, see {@link Sketches}, of which there are {@link
 * WindowSettings#panes}, and {@link MonitorSettings#mostFeatures} of features. Thread-safe: one
 * lock, under which nothing foreign runs but the injected clocks and sketches.
 */
public final class ModelMonitor {

  private final ModelId model;
  private final MonitorSettings settings;
  private final Sketches sketches;
  private final PaneClock clock;
  private final Judgement judgement;

  /** Guarded by this, as all below. */
  private final FeatureSet features;

  private final Panes panes;
  private final Decisions decisions;
  private Optional<Instant> lastDecision = Optional.empty();
  private long ignored;

  /** A monitor that has seen nothing. */
  public ModelMonitor(
      ModelId model,
      MonitorSettings settings,
      Profile profile,
      Sketches sketches,
      Ticker ticker,
      InstantSource clock) {
    this.model = model;
    this.settings = settings;
    this.sketches = sketches;
    this.clock = new PaneClock(settings.window().paneNanos(), ticker, clock);
    this.judgement = new Judgement(settings);
    this.features = new FeatureSet(profile, settings);
    this.panes = new Panes(this.clock.index(), settings.window(), features, sketches);
    this.decisions = new Decisions(settings);
  }

  /** What it watches. */
  public ModelId model() {
    return model;
  }

  /** Counts one run. Never throws for what a sample holds. */
  public synchronized void accept(Sample sample) {
    endPanes();
    panes.current().add(sample);
  }

  /** What is known now. */
  public synchronized MonitorReport snapshot() {
    endPanes();
    return report(panes.reported());
  }

  /**
   * What is known now of this and of other replicas together: their windows added up. Decisions
   * stay those of this replica.
   *
   * @param others what their {@link #export} gave, of the same version with the same profile
   * @throws io.salver.fault.InvalidInput for what is none
   */
  public synchronized MonitorReport snapshot(List<byte[]> others) {
    endPanes();
    Panes.Window own = panes.reported();
    Counts sum = new Counts(features, sketches);
    sum.merge(own.counts());
    others.forEach(sum::merge);
    return report(new Panes.Window(own.from(), own.until(), sum));
  }

  /** The window now, for another replica to add up. */
  public synchronized byte[] export() {
    endPanes();
    return panes.reported().counts().toBytes();
  }

  /** Ends what has ended by now; leaps over the middle of a long pause. */
  private void endPanes() {
    long now = clock.index();
    while (panes.currentIndex() < now) {
      if (panes.endsWindow()) {
        decide();
      }
      ignored += panes.current().ignored();
      long soon = now - settings.window().panes();
      panes.next(Math.max(panes.currentIndex() + 1, panes.isIdle() ? soon : 0));
    }
  }

  private void decide() {
    Panes.Window window = panes.window();
    Instant end = clock.begin(window.until());
    decisions.decide(judgement.of(features, window.counts()), window.from(), window.until(), end);
    lastDecision = Optional.of(end);
  }

  private MonitorReport report(Panes.Window window) {
    Duration length = settings.window().length();
    return new MonitorReport(
        model,
        new MonitorReport.Window(
            DurationText.of(length),
            clock.begin(window.from()),
            clock.begin(window.until()),
            settings.window().pane()),
        window.counts().samples(),
        lastDecision,
        ignored + panes.current().ignored(),
        judgement.of(features, window.counts()).stream().map(this::report).toList());
  }

  private FeatureReport report(Judgement.Finding finding) {
    FeatureKey key = finding.feature().key();
    FeatureDescription description = FeatureDescription.of(finding.feature(), finding.counts());
    return new FeatureReport(
        key.name(),
        key.role(),
        finding.feature().type(),
        finding.counts().quality().total(),
        description.numbers(),
        description.bins(),
        finding.tests(),
        finding.measures().deciding(),
        decisions.drift(key),
        finding.quality().stream().map(quality -> report(key, quality)).toList());
  }

  private QualityResult report(FeatureKey key, Judgement.JudgedQuality quality) {
    QualityMeasure measure = quality.measure();
    boolean isCompared = quality.adjusted().isPresent();
    return new QualityResult(
        measure.kind(),
        measure.count(),
        measure.total(),
        measure.ratio(),
        measure.expected(),
        isCompared ? OptionalDouble.of(measure.pValue()) : OptionalDouble.empty(),
        quality.adjusted(),
        quality.threshold(),
        quality.exceeded(),
        decisions.quality(key, measure.kind()));
  }
}
