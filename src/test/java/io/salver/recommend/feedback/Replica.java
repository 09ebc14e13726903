package io.salver.recommend.feedback;

import io.salver.monitor.outcome.HandOver;
import io.salver.monitor.outcome.ListOutcome;
import io.salver.recommend.Recommendation;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.ChangeLog;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.catalogue.NumberedChange;
import io.salver.serving.AnswerArm;
import io.salver.serving.AnswerArms;
import io.salver.serving.ArmName;
import io.salver.serving.ArmOutcomes;
import io.salver.serving.RequestId;
import io.salver.serving.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that answers and follows the log of the shop, on a clock of the test: by its ticker,
 * which begins somewhere, and by the time of the day.
 */
final class Replica implements FeedbackObserver, ListObserver, AnswerArms {

  static final Duration WINDOW = Duration.ofMinutes(30);
  static final Duration BATCH_WINDOW = Duration.ofDays(1);
  static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

  private final AtomicLong nanos;
  private final long tickerBegins;
  private final ChangeLog log;
  private long position;

  /** What it has counted: outcomes, what arms were told, events that were attributed. */
  final List<String> counted = new ArrayList<>();

  final List<String> fates = new ArrayList<>();
  int adopted;
  final FeedbackTracker tracker;
  final OpenLists open;

  /** One that reads the log from here on. */
  Replica(AtomicLong nanos, long tickerBegins, ChangeLog log, HandOver handOver) {
    this.nanos = nanos;
    this.tickerBegins = tickerBegins;
    this.log = log;
    this.tracker =
        new FeedbackTracker(
            new FeedbackTracker.Times(WINDOW, BATCH_WINDOW),
            this::ticker,
            this,
            this,
            (ListOutcome list) -> counted.add("over " + list));
    this.open =
        new OpenLists(
            tracker,
            handOver,
            log,
            () -> Map.of(Lists.SHOP, position),
            new ListParcels(this, this::ticker, this::now, BATCH_WINDOW),
            this::now);
    for (List<NumberedChange> past = unread(); !past.isEmpty(); past = unread()) {
      position = past.getLast().sequence();
    }
  }

  void answered(Recommendation list) {
    tracker.answered(list);
  }

  /** A way through a rollout, of this process. */
  Route way(String rollout) {
    return new Way(rollout, counted);
  }

  /** Hears of what is in the log. */
  void follow() {
    for (List<NumberedChange> page = unread(); !page.isEmpty(); page = unread()) {
      for (NumberedChange each : page) {
        if (each.change() instanceof Change.Record(Event event)) {
          tracker.happened(Lists.SHOP, event);
        }
      }
      position = page.getLast().sequence();
    }
  }

  /** Time passes, for all that share the clock. */
  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  Instant now() {
    return START.plusNanos(nanos.get());
  }

  private long ticker() {
    return tickerBegins + nanos.get();
  }

  private List<NumberedChange> unread() {
    return log.after(Lists.SHOP, position, 100);
  }

  @Override
  public Optional<AnswerArm> written(ArmOutcomes arm) {
    return arm instanceof Way way
        ? Optional.of(new AnswerArm(new ArmName(way.rollout(), "canary"), START))
        : Optional.empty();
  }

  @Override
  public ArmOutcomes read(AnswerArm arm) {
    return new Way(arm.arm().rollout(), counted);
  }

  @Override
  public void opened(Arm arm, FeedbackTracker opened) {}

  @Override
  public void answered(Arm arm) {}

  @Override
  public void attributed(Arm arm, EventType type) {
    counted.add("attributed " + arm + " " + type);
  }

  @Override
  public void clicked(Arm arm, double ndcg) {
    counted.add("clicked " + arm + " " + ndcg);
  }

  @Override
  public void ended(String recommender, Fate fate) {
    fates.add(recommender + " " + fate);
  }

  @Override
  public void adopted(String recommender) {
    adopted++;
  }

  @Override
  public void unattributed(String recommender, EventType type, Reason reason) {}

  /** Counts what becomes known. */
  private record Way(String rollout, List<String> counted) implements Route {

    @Override
    public Sides sides() {
      Side side = new Side(new ArmName(rollout, "canary"), 1);
      return new Sides(side, side);
    }

    @Override
    public void answered(Optional<RequestId> id) {}

    @Override
    public void failed() {}

    @Override
    public void known(String outcome, double value) {
      counted.add(rollout + " " + outcome + " " + value);
    }
  }
}
