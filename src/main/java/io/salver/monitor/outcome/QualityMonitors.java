package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import io.salver.monitor.Observation;
import io.salver.monitor.ObservationConsumer;
import io.salver.time.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The quality of all versions: follows the log of labels, which every process with the same store
 * reads in the same order, so that all of them tell the same, also after a restart. A version that
 * is not loaded any more is followed on, since its labels still come; at most {@value #MOST}
 * versions are. Thread-safe; one thread at a time follows.
 */
public final class QualityMonitors implements ObservationConsumer, ListListener {

  /** Most versions. */
  static final int MOST = 200;

  private static final int PAGE = 1_000;

  private final LabelLog log;
  private final LiveOutcomeSettings settings;
  private final boolean watches;
  private final LabelListener listener;
  private final Ticker ticker;
  private final InstantSource clock;
  private final ConcurrentMap<ModelId, QualityMonitor> monitors = new ConcurrentHashMap<>();

  /** Guarded by this: the number up to which the log was read; below 0 before the first time. */
  private long position = -1;

  /** Monitors that have heard of nothing. */
  public QualityMonitors(
      LabelLog log, LiveOutcomeSettings settings, Ticker ticker, InstantSource clock) {
    this(log, settings, true, LabelListener.NONE, ticker, clock);
  }

  /**
   * The same.
   *
   * @param watches whether it wants predictions, for estimates without labels
   * @param listener hears of the labels too
   */
  public QualityMonitors(
      LabelLog log,
      LiveOutcomeSettings settings,
      boolean watches,
      LabelListener listener,
      Ticker ticker,
      InstantSource clock) {
    this.listener = listener;
    this.log = log;
    this.settings = settings;
    this.watches = watches;
    this.ticker = ticker;
    this.clock = clock;
  }

  /** The monitor of a version; empty before anything is known of it. */
  public Optional<QualityMonitor> of(ModelId model) {
    return Optional.ofNullable(monitors.get(model));
  }

  /** All monitors, by name and version. */
  public List<QualityMonitor> all() {
    return monitors.values().stream()
        .sorted(
            Comparator.comparing((QualityMonitor each) -> each.model().name())
                .thenComparing(each -> each.model().version()))
        .toList();
  }

  @Override
  public double share(ModelId model) {
    return watches ? settings.of(model).map(OutcomeSettings::share).orElse(0.0) : 0;
  }

  @Override
  public void accept(Observation observation) {
    QualityMonitor monitor = monitors.get(observation.model());
    if (monitor != null) {
      observation.predicted().ifPresent(monitor::predicted);
    }
  }

  /** Counts a list for each of the versions that made it. */
  @Override
  public void over(ListOutcome list) {
    for (ModelId model : list.models()) {
      OutcomeSettings wanted = settings.of(model).orElse(list.settings());
      var unused =
          monitors.compute(
              model,
              (_, known) -> {
                QualityMonitor monitor = counting(model, wanted, known);
                monitor.listed(list);
                return monitor;
              });
    }
  }

  /** The one that counts lists: a new one where there is none, or the settings are others. */
  private QualityMonitor counting(
      ModelId model, OutcomeSettings wanted, @Nullable QualityMonitor known) {
    if (known != null && known.settings().equals(wanted)) {
      return known;
    }
    QualityMonitor fresh = monitor(model, wanted);
    if (known != null) {
      if (settings.of(model).isPresent()) {
        return known; // until its labels are read anew
      }
      fresh.continueLists(known);
    }
    return fresh;
  }

  /** What other processes tell of lists, all of it. */
  void learn(Map<ModelId, List<ListPane>> others) {
    others.keySet().forEach(this::monitor);
    monitors.forEach((model, monitor) -> monitor.learn(others.getOrDefault(model, List.of())));
  }

  /** When the earliest window begins that there is. */
  Instant oldest() {
    return monitors.values().stream()
        .map(QualityMonitor::begin)
        .reduce(
            clock.instant().minus(OutcomeSettings.DEFAULT.window().length()),
            (one, other) -> one.isBefore(other) ? one : other);
  }

  /**
   * Reads what was told since the last time, blocking; of versions that are new, or have other
   * settings, all of their window.
   *
   * @throws io.salver.fault.BackendFailure when the log cannot be read; what was read counts
   */
  public synchronized void follow() {
    begin();
    boolean isLast = false;
    while (!isLast) {
      LabelLog.Page page = log.after(position, PAGE);
      for (LabelledPrediction label : page.labels()) {
        monitor(label.prediction().model()).labelled(label);
        listener.labelled(label);
      }
      position = page.last();
      isLast = page.isLast();
    }
  }

  /** The number up to which the log was read; below 0 before that. */
  public synchronized long position() {
    return position;
  }

  private void begin() {
    Map<ModelId, QualityMonitor> fresh = new HashMap<>();
    settings
        .all()
        .forEach(
            (model, wanted) -> {
              QualityMonitor known = monitors.get(model);
              if (known == null || !known.settings().equals(wanted)) {
                fresh.put(model, monitor(model, wanted));
              }
            });
    if (position < 0) {
      position = log.lastBefore(since(fresh));
    } else if (!fresh.isEmpty()) {
      replay(fresh);
    }
    fresh.forEach(
        (model, monitor) ->
            monitors.merge(
                model,
                monitor,
                (known, newer) -> {
                  newer.continueLists(known);
                  return newer;
                }));
    forget();
  }

  /** Tells monitors what the others know already. */
  private void replay(Map<ModelId, QualityMonitor> fresh) {
    long at = log.lastBefore(since(fresh));
    while (at < position) {
      LabelLog.Page page = log.after(at, PAGE);
      for (LabelledPrediction label : page.labels()) {
        QualityMonitor monitor = fresh.get(label.prediction().model());
        if (monitor != null && label.sequence() <= position) {
          monitor.labelled(label);
        }
      }
      at = page.isLast() ? position : page.last();
    }
  }

  private Instant since(Map<ModelId, QualityMonitor> fresh) {
    return fresh.values().stream()
        .map(QualityMonitor::since)
        .min(Comparator.naturalOrder())
        .orElseGet(() -> clock.instant().minus(OutcomeSettings.DEFAULT.window().length()));
  }

  private QualityMonitor monitor(ModelId model) {
    return monitors.computeIfAbsent(model, id -> monitor(id, OutcomeSettings.DEFAULT));
  }

  private QualityMonitor monitor(ModelId model, OutcomeSettings wanted) {
    return new QualityMonitor(model, wanted, ticker, clock);
  }

  /** Leaves those out that are not loaded, where there are too many: those without labels first. */
  private void forget() {
    if (monitors.size() <= MOST) {
      return;
    }
    Set<ModelId> gone = new HashSet<>(monitors.keySet());
    gone.removeAll(settings.all().keySet());
    gone.stream()
        .sorted(Comparator.comparing(this::lastLabel))
        .limit(monitors.size() - (long) MOST)
        .forEach(monitors::remove);
  }

  private Instant lastLabel(ModelId model) {
    return Optional.ofNullable(monitors.get(model))
        .flatMap(QualityMonitor::lastLabel)
        .orElse(Instant.MIN);
  }
}
