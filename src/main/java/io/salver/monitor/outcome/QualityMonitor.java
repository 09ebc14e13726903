package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import io.salver.monitor.MonitorReport;
import io.salver.monitor.PaneClock;
import io.salver.monitor.Predicted;
import io.salver.monitor.outcome.LabelledPrediction.Earlier;
import io.salver.time.DurationText;
import io.salver.time.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The quality of one version of a model: counts labels in panes of time, by when they were told,
 * and tells of the window that the last panes make.
 *
 * <p>Labels may come long after their predictions and long after one another, so that a window of
 * the times of predictions would be empty while it matters. A label that corrects another one
 * counts now, and the other one is taken out of its pane. A label of the future counts as one of
 * now.
 *
 * <p>Memory is bounded: of each pane 8 KiB for each group of two classes and for each of the first
 * {@value ClassCounts#MOST_AREAS} of several, so at most 13 MiB with 24 panes, {@value
 * OutcomeSettings#MOST_SLICES} features and {@value SliceGroups#MOST} groups; for estimates without
 * labels 6 KiB of each pane with two classes, and for each of several. Thread-safe: one lock, under
 * which nothing foreign runs but the injected clocks.
 */
public final class QualityMonitor {

  private final ModelId model;
  private final OutcomeSettings settings;
  private final PaneClock clock;
  private final Instant since;

  /** Guarded by this, as all below. */
  private final TreeMap<Long, QualityPane> panes = new TreeMap<>();

  private final TreeMap<Long, Expectations> observed = new TreeMap<>();
  private final SliceGroups groups = new SliceGroups();
  private final ListPanes lists;
  private final Reliability reference = new Reliability();
  private final LabelledOutputs labelled = new LabelledOutputs();
  private final ConceptWatch concept;
  private Optional<Instant> lastLabel = Optional.empty();

  /** A monitor that has heard of no label. */
  public QualityMonitor(
      ModelId model, OutcomeSettings settings, Ticker ticker, InstantSource clock) {
    this.model = model;
    this.settings = settings;
    this.clock = new PaneClock(settings.window().paneNanos(), ticker, clock);
    this.since = this.clock.begin(first());
    this.lists = new ListPanes(model, settings.window(), this.clock, groups);
    this.concept = new ConceptWatch(settings.concept(), settings.window().length());
  }

  public ModelId model() {
    return model;
  }

  public OutcomeSettings settings() {
    return settings;
  }

  /** When the window began as it was made: labels from then on make it complete. */
  Instant since() {
    return since;
  }

  /** When the window begins now. */
  Instant begin() {
    return clock.begin(first());
  }

  /** A label was told; labels come in the order in which they were. */
  public synchronized void labelled(LabelledPrediction label) {
    forget();
    List<Slice> slices = groups.of(label.prediction().slices());
    count(label.prediction(), slices, label.outcome(), label.toldAt(), 1);
    Optional<Earlier> corrected = label.corrected();
    if (corrected.isPresent()) {
      Earlier earlier = corrected.get();
      count(label.prediction(), slices, earlier.outcome(), earlier.toldAt(), -1);
    } else {
      concept.add(label.prediction().predicted(), label.outcome(), label.toldAt());
    }
    lastLabel = Optional.of(label.toldAt());
  }

  /** A prediction was made, with or without a label to come. */
  public synchronized void predicted(Predicted predicted) {
    forget();
    observed.computeIfAbsent(clock.index(), index -> new Expectations()).add(predicted);
  }

  /** The time of a list is over. */
  synchronized void listed(ListOutcome list) {
    forget();
    lists.add(list);
    lastLabel = Optional.of(clock.now());
  }

  /** What this process has to tell the others of lists; it is told once. */
  synchronized List<ListPane> untoldLists() {
    forget();
    return lists.untold();
  }

  /** The others could not be told. */
  synchronized void tellAgain(List<ListPane> panes) {
    lists.tellAgain(panes);
  }

  /** What other processes tell of lists, all of it. */
  synchronized void learn(List<ListPane> others) {
    lists.others(others);
  }

  /** Goes on with the lists of another that this takes the place of. */
  synchronized void continueLists(QualityMonitor before) {
    synchronized (before) {
      lists.continueFrom(before.lists);
    }
  }

  /** When the last label was told; empty before the first. */
  synchronized Optional<Instant> lastLabel() {
    return lastLabel;
  }

  /** What is known now. */
  public synchronized QualityReport report() {
    forget();
    QualityPane sum = new QualityPane();
    panes.values().forEach(sum::merge);
    lists.addTo(sum, first());
    Expectations expected = new Expectations();
    observed.values().forEach(expected::merge);
    OutcomeCounts all = sum.all();
    return new QualityReport(
        model,
        new MonitorReport.Window(
            DurationText.of(settings.window().length()),
            clock.begin(first()),
            clock.begin(clock.index() + 1),
            settings.window().pane()),
        all.count(),
        lastLabel,
        all.metrics(),
        all.classes().areaResolution(),
        all.values().level(),
        all.classes().reliability().bins(),
        SliceComparison.of(sum.slices()),
        concept.report(clock.now()),
        expected.accuracy(reference),
        expected.quality(labelled));
  }

  private void count(
      RememberedPrediction prediction,
      List<Slice> slices,
      Outcome outcome,
      Instant toldAt,
      int weight) {
    if (toldAt.isBefore(since)) {
      return;
    }
    long index = Math.min(clock.index(), clock.index(toldAt));
    if (index >= first()) {
      panes
          .computeIfAbsent(index, each -> new QualityPane())
          .add(prediction, slices, outcome, weight);
    }
    if (prediction.predicted() instanceof Predicted.Classes(var classes)
        && !classes.isEmpty()
        && outcome instanceof Outcome.Label(String label)) {
      var first = classes.getFirst();
      reference.add(first.probability(), first.label().equals(label), weight);
    }
    labelled.add(prediction.predicted(), outcome, weight);
  }

  /** The number of the first pane of the window. */
  private long first() {
    return clock.index() - settings.window().panes() + 1;
  }

  private void forget() {
    panes.headMap(first()).clear();
    observed.headMap(first()).clear();
    lists.forget(first());
  }
}
