package io.salver.traffic;

import io.salver.fault.BackendFailure;
import io.salver.monitor.outcome.HandOver;
import io.salver.monitor.outcome.LabelLog;
import io.salver.monitor.outcome.LabelledPrediction;
import io.salver.monitor.outcome.Parcel;
import io.salver.monitor.outcome.ParcelReader;
import io.salver.monitor.outcome.ParcelWriter;
import io.salver.serving.AnswerArm;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/**
 * Answers of models whose labels may still come, over the end of a process: leaves those of {@link
 * LabelledArms} to others, and adopts what others have left.
 *
 * <p>Each label counts once. A parcel says up to which number of the log its labels have been
 * counted. Whoever adopts it reads those that have followed, up to where itself stands in the log,
 * and counts what comes then as that of answers of its own. Used by the one thread that follows the
 * log.
 */
public final class OpenArms {

  /** The form that is written, and the newest that is read. */
  static final int FORM = 1;

  /** Most answers of a parcel. */
  static final int PARCEL = 2_000;

  private static final Logger LOG = System.getLogger(OpenArms.class.getName());

  /** Most parcels that are adopted at once: as many as a process leaves. */
  private static final int MOST = LabelledArms.CAPACITY / PARCEL;

  private static final int PAGE = 1_000;
  private static final String SUBJECT = "";

  private final LabelledArms arms;
  private final RememberedArms names;
  private final HandOver store;
  private final LabelLog log;
  private final LongSupplier position;
  private final InstantSource clock;
  private final Duration keep;

  /** Taken, and not adopted yet: the log could not be read, or is not read so far. */
  private final List<Taken> taken = new ArrayList<>();

  /**
   * Leaves and adopts nothing yet.
   *
   * @param position up to which number labels have been counted; below 0 before any was read
   * @param keep how long what is left waits for somebody
   */
  public OpenArms(
      LabelledArms arms,
      RememberedArms names,
      HandOver store,
      LabelLog log,
      LongSupplier position,
      InstantSource clock,
      Duration keep) {
    this.arms = arms;
    this.names = names;
    this.store = store;
    this.log = log;
    this.position = position;
    this.clock = clock;
    this.keep = keep;
  }

  /** Answers of another process, whose labels were counted up to a number of the log. */
  private record Taken(Parcel parcel, long counted, SequencedMap<String, AnsweringArm> answers) {}

  /**
   * Leaves what is open to others, blocking. Labels must not be counted here any more.
   *
   * @return how many answers those were
   * @throws BackendFailure when the store fails; then they are lost
   */
  public int leave() {
    List<Parcel> parcels = new ArrayList<>(taken.stream().map(Taken::parcel).toList().reversed());
    int count = taken.stream().mapToInt(each -> each.answers().size()).sum();
    taken.clear();
    Map<AnswerArm, Boolean> wanted = new HashMap<>();
    SequencedMap<String, AnswerArm> some = new LinkedHashMap<>();
    for (Map.Entry<String, AnsweringArm> each : arms.giveUp().entrySet()) {
      Optional<AnswerArm> name = each.getValue().name();
      if (name.isPresent() && wanted.computeIfAbsent(name.get(), names::wantsLabels)) {
        some.put(each.getKey(), name.get());
        count++;
      }
      if (some.size() == PARCEL) {
        parcels.add(parcel(some));
        some.clear();
      }
    }
    if (!some.isEmpty()) {
      parcels.add(parcel(some));
    }
    if (!parcels.isEmpty()) {
      store.leave(parcels);
    }
    return count;
  }

  /**
   * Goes on with what others have left, blocking. Nothing before the log was read.
   *
   * @return how many answers those were
   * @throws BackendFailure when the store fails; what was taken is adopted the next time
   */
  public int adopt() {
    long here = position.getAsLong();
    if (here < 0) {
      return 0;
    }
    take();
    int count = 0;
    List<Taken> ready = taken.stream().filter(each -> each.counted() <= here).toList();
    if (!ready.isEmpty()) {
      List<LabelledPrediction> missed = missed(ready, here);
      for (Taken each : ready) {
        arms.adopt(each.answers());
        count += each.answers().size();
      }
      missed.forEach(arms::labelled);
      taken.removeAll(ready);
    }
    return count;
  }

  private void take() {
    while (taken.size() < MOST) {
      Optional<Parcel> parcel = store.take(Parcel.Kind.ARMS, SUBJECT, FORM);
      if (parcel.isEmpty()) {
        return;
      }
      try {
        taken.add(read(parcel.get()));
      } catch (BackendFailure unreadable) {
        LOG.log(Level.WARNING, "answers of models are lost: " + unreadable.explanation());
      }
    }
  }

  /** Labels of those answers that nobody has counted, up to {@code here}. */
  private List<LabelledPrediction> missed(List<Taken> ready, long here) {
    Map<String, Long> counted = new HashMap<>();
    for (Taken each : ready) {
      each.answers().keySet().forEach(request -> counted.put(request, each.counted()));
    }
    List<LabelledPrediction> missed = new ArrayList<>();
    long at = ready.stream().map(Taken::counted).min(Comparator.naturalOrder()).orElse(here);
    while (at < here) {
      LabelLog.Page page = log.after(at, PAGE);
      for (LabelledPrediction label : page.labels()) {
        long from = counted.getOrDefault(label.prediction().id().request(), Long.MAX_VALUE);
        if (label.sequence() > from && label.sequence() <= here) {
          missed.add(label);
        }
      }
      at = page.isLast() ? here : page.last();
    }
    return missed;
  }

  private Parcel parcel(SequencedMap<String, AnswerArm> answers) {
    ParcelWriter content = new ParcelWriter();
    content.whole(position.getAsLong());
    content.whole(answers.size());
    answers.forEach(
        (request, name) -> {
          content.text(request);
          name.write(content);
        });
    return new Parcel(
        Parcel.Kind.ARMS, SUBJECT, FORM, clock.instant().plus(keep), content.content());
  }

  private Taken read(Parcel parcel) {
    ParcelReader content = new ParcelReader(parcel.content());
    return content.checked(() -> read(parcel, content));
  }

  private Taken read(Parcel parcel, ParcelReader content) {
    long counted = content.whole();
    SequencedMap<String, AnsweringArm> answers = new LinkedHashMap<>();
    for (int left = content.count(); left > 0; left--) {
      String request = content.text();
      answers.put(request, names.read(AnswerArm.read(content)));
    }
    return new Taken(parcel, counted, answers);
  }
}
