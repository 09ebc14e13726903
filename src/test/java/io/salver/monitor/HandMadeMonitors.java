package io.salver.monitor;

import io.salver.model.ModelId;
import io.salver.monitor.datasketches.DataSketches;
import io.salver.monitor.profile.Profile;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Monitors of versions that a test loads and unloads, and rows for {@link TestProfiles#small}. */
public final class HandMadeMonitors implements Monitors {

  public static final Duration PANE = Duration.ofMinutes(3);

  private static final List<String> COLOURS = List.of("red", "red", "red", "green", "blue");
  private static final int ROWS_OF_PANE = 150;

  public final FakeTime time = new FakeTime();
  private final SplittableRandom random = new SplittableRandom(5);
  private final Map<ModelId, ModelMonitor> monitors =
      new TreeMap<>(Comparator.comparing(ModelId::name).thenComparing(ModelId::version));

  /** Watches a version from now on. */
  public ModelMonitor load(String model, long version, Profile profile) {
    ModelId id = new ModelId(model, version);
    ModelMonitor monitor =
        new ModelMonitor(id, MonitorSettings.DEFAULT, profile, new DataSketches(), time, time);
    monitors.put(id, monitor);
    return monitor;
  }

  /** Watches it no more. */
  public void unload(String model, long version) {
    monitors.remove(new ModelId(model, version));
  }

  /** Windows whose number {@code x} is shifted by so much. */
  public void panes(ModelMonitor monitor, int count, double shift) {
    for (int pane = 0; pane < count; pane++) {
      for (int row = 0; row < ROWS_OF_PANE; row++) {
        monitor.accept(row(shift));
      }
      time.pass(PANE);
    }
  }

  /** A row. */
  public Sample row(double shift) {
    return Sample.builder()
        .feature("x", random.nextGaussian() + shift)
        .feature("c", COLOURS.get(random.nextInt(COLOURS.size())))
        .prediction("score", random.nextDouble())
        .build();
  }

  @Override
  public List<ModelMonitor> all() {
    return List.copyOf(monitors.values());
  }

  @Override
  public Optional<ModelMonitor> of(ModelId model) {
    return Optional.ofNullable(monitors.get(model));
  }
}
