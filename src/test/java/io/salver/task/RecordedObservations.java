package io.salver.task;

import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.PredictionObserver;
import io.salver.monitor.Sample;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Looks at every request, or at none, and remembers what it is told. Thread-safe. */
public final class RecordedObservations implements PredictionObserver {

  /** When everything is answered. */
  public static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");

  private final List<Observation> all = new CopyOnWriteArrayList<>();
  private volatile boolean looks = true;

  /** What tells it. */
  public Watching watching() {
    return new Watching(this, InstantSource.fixed(NOW));
  }

  /** From now on, no request is looked at. */
  public void lookAway() {
    looks = false;
  }

  @Override
  public boolean observes(ModelId model, String request) {
    return looks;
  }

  @Override
  public void predicted(Observation observation) {
    all.add(observation);
  }

  /** All that it was told, in that order. */
  public List<Observation> all() {
    return List.copyOf(all);
  }

  /** The only thing that it was told. */
  public Observation only() {
    if (all.size() != 1) {
      throw new AssertionError("one observation was expected, not " + all);
    }
    return all.getFirst();
  }

  /** The values of that name, of features or predictions. */
  public static List<FeatureValue> values(List<Sample.Named> all, String name) {
    return all.stream().filter(each -> each.name().equals(name)).map(Sample.Named::value).toList();
  }

  /** The only value of that name, which is a number. */
  public static double number(List<Sample.Named> all, String name) {
    return values(all, name).getFirst() instanceof FeatureValue.Numeric(double value)
        ? value
        : Double.NaN;
  }

  /** The only value of that name, which is a category. */
  public static String category(List<Sample.Named> all, String name) {
    return values(all, name).getFirst() instanceof FeatureValue.Category(String value)
        ? value
        : "none";
  }
}
