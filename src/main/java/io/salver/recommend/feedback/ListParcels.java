package io.salver.recommend.feedback;

import io.salver.model.ModelId;
import io.salver.monitor.WindowSettings;
import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.monitor.outcome.Parcel;
import io.salver.monitor.outcome.ParcelReader;
import io.salver.monitor.outcome.ParcelWriter;
import io.salver.monitor.outcome.SliceSettings;
import io.salver.recommend.Recommendation.Judged;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.feedback.FeedbackObserver.Arm;
import io.salver.serving.AnswerArm;
import io.salver.serving.AnswerArms;
import io.salver.serving.ArmOutcomes;
import io.salver.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers that are open, as they are handed over. Ages are those of the process that leaves them,
 * by its ticker; the time until somebody reads them is that of the clocks, and never below nothing,
 * so that a clock that was put back makes no answer younger. Thread-safe.
 */
public final class ListParcels {

  /** The form that is written, and the newest that is read. */
  static final int FORM = 1;

  private static final long NANOS_PER_MICRO = 1_000;

  private final AnswerArms arms;
  private final Ticker ticker;
  private final InstantSource clock;
  private final Duration keep;

  /**
   * Parcels.
   *
   * @param arms of the rollouts, which are told what becomes known
   * @param keep how long what is left waits for somebody
   */
  public ListParcels(AnswerArms arms, Ticker ticker, InstantSource clock, Duration keep) {
    this.arms = arms;
    this.ticker = ticker;
    this.clock = clock;
    this.keep = keep;
  }

  /**
   * Some answers of a recommender.
   *
   * @param counted the number of the log up to which their events were counted
   */
  Parcel parcel(String recommender, long counted, List<TrackedAnswer> answers) {
    Instant now = clock.instant();
    long nanos = ticker.nanos();
    ParcelWriter content = new ParcelWriter();
    content.moment(now);
    content.whole(counted);
    content.whole(answers.size());
    answers.forEach(answer -> write(content, answer, nanos));
    return new Parcel(Parcel.Kind.LISTS, recommender, FORM, now.plus(keep), content.content());
  }

  /**
   * What is in a parcel, as old as it is now.
   *
   * @throws io.salver.fault.BackendFailure when it cannot be read
   */
  OpenLists.Taken read(Parcel parcel) {
    ParcelReader content = new ParcelReader(parcel.content());
    return content.checked(() -> read(parcel, content));
  }

  private OpenLists.Taken read(Parcel parcel, ParcelReader content) {
    Duration passed = Duration.between(content.moment(), clock.instant());
    long now = ticker.nanos() - Math.max(0, passed.toNanos());
    long counted = content.whole();
    List<TrackedAnswer> answers = new ArrayList<>();
    for (int left = content.count(); left > 0; left--) {
      answers.add(read(content, parcel.subject(), now));
    }
    return new OpenLists.Taken(parcel, counted, answers);
  }

  private void write(ParcelWriter content, TrackedAnswer answer, long now) {
    content.text(answer.id());
    content.word(answer.arm().name());
    content.whole((now - answer.nanos()) / NANOS_PER_MICRO);
    content.whole(answer.items().length);
    for (long item : answer.items()) {
      content.whole(item);
    }
    List<AnswerArm> ways =
        answer.ways().stream().map(arms::written).flatMap(Optional::stream).toList();
    content.whole(ways.size());
    ways.forEach(way -> way.write(content));
    content.shared(answer.judged(), judged -> write(content, judged));
    content.whole(answer.positions().size());
    answer
        .positions()
        .forEach(
            (type, positions) -> {
              content.word(type.name());
              content.whole(positions.cardinality());
              positions.stream().forEach(content::whole);
            });
  }

  private TrackedAnswer read(ParcelReader content, String recommender, long now) {
    String id = content.text();
    Arm arm = new Arm(recommender, content.word());
    long nanos = now - content.whole() * NANOS_PER_MICRO;
    long[] items = new long[content.count()];
    for (int i = 0; i < items.length; i++) {
      items[i] = content.whole();
    }
    List<ArmOutcomes> ways = list(content, () -> arms.read(AnswerArm.read(content)));
    Judged judged = content.shared(Judged.class, () -> readJudged(content));
    TrackedAnswer answer = new TrackedAnswer(id, arm, nanos, items, ways, judged);
    for (int left = content.count(); left > 0; left--) {
      EventType type = content.constant(EventType.class);
      BitSet positions = new BitSet();
      for (int places = content.count(); places > 0; places--) {
        positions.set(Objects.checkIndex((int) content.whole(), items.length));
      }
      answer.positions().put(type, positions);
    }
    return answer;
  }

  private static void write(ParcelWriter content, Judged judged) {
    content.whole(judged.models().size());
    for (ModelId model : judged.models()) {
      content.word(model.name());
      content.whole(model.version());
    }
    content.whole(judged.groups().size());
    judged
        .groups()
        .forEach(
            (feature, group) -> {
              content.word(feature);
              content.word(group);
            });
    content.shared(judged.settings(), settings -> write(content, settings));
    content.whole(judged.isOfBatch() ? 1 : 0);
  }

  private static Judged readJudged(ParcelReader content) {
    List<ModelId> models = list(content, () -> new ModelId(content.word(), content.whole()));
    Map<String, String> groups = new LinkedHashMap<>();
    for (int left = content.count(); left > 0; left--) {
      groups.put(content.word(), content.word());
    }
    OutcomeSettings settings = content.shared(OutcomeSettings.class, () -> readSettings(content));
    return new Judged(models, groups, settings, content.whole() != 0);
  }

  private static void write(ParcelWriter content, OutcomeSettings settings) {
    content.real(settings.share());
    content.whole(settings.window().length().toNanos());
    content.whole(settings.window().panes());
    content.word(settings.window().kind().name());
    content.word(settings.concept().name());
    content.whole(settings.slices().size());
    for (SliceSettings slice : settings.slices()) {
      content.word(slice.feature());
      content.whole(slice.edges().size());
      slice.edges().forEach(content::real);
    }
  }

  private static OutcomeSettings readSettings(ParcelReader content) {
    double share = content.real();
    Duration length = Duration.ofNanos(content.whole());
    WindowSettings window =
        new WindowSettings(
            length, (int) content.whole(), content.constant(WindowSettings.Kind.class));
    return new OutcomeSettings(
        share,
        window,
        content.constant(OutcomeSettings.Concept.class),
        list(content, () -> new SliceSettings(content.word(), list(content, content::real))));
  }

  private static <T> List<T> list(ParcelReader content, Supplier<? extends T> each) {
    List<T> list = new ArrayList<>();
    for (int left = content.count(); left > 0; left--) {
      list.add(each.get());
    }
    return list;
  }
}
