package io.salver.monitor;

import io.salver.model.ModelId;
import io.salver.monitor.datasketches.DataSketches;
import io.salver.monitor.drift.DriftPolicy;
import io.salver.monitor.drift.DriftState;
import io.salver.monitor.profile.Profile;
import io.salver.monitor.quality.QualityKind;
import io.salver.monitor.quality.QualityResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A monitor of {@link TestProfiles#small}, and rows for it. */
abstract class MonitorFixture {

  static final ModelId MODEL = new ModelId("m", 2);
  static final Duration PANE = Duration.ofMinutes(3);
  static final List<String> COLOURS =
      List.of("red", "red", "red", "red", "red", "green", "green", "green", "blue", "blue");

  final FakeTime time = new FakeTime();
  final SplittableRandom random = new SplittableRandom(5);
  ModelMonitor monitor = monitor(MonitorSettings.DEFAULT, TestProfiles.small());

  void panes(int count, double shift, double scoreShift) {
    for (int pane = 0; pane < count; pane++) {
      feed(150, shift, scoreShift);
      time.pass(PANE);
    }
  }

  void feed(int count, double shift, double scoreShift) {
    for (int i = 0; i < count; i++) {
      monitor.accept(
          sample(
              random.nextGaussian() + shift,
              COLOURS.get(random.nextInt(COLOURS.size())),
              random.nextDouble() * (1 - scoreShift)));
    }
  }

  static Sample sample(double x, String colour, double score) {
    return Sample.builder().feature("x", x).feature("c", colour).prediction("score", score).build();
  }

  FeatureReport feature(String name) {
    return monitor.snapshot().features().stream()
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  DriftState state(String name) {
    return feature(name).decision().state();
  }

  QualityResult quality(String feature, QualityKind kind) {
    return feature(feature).quality().stream()
        .filter(quality -> quality.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  static MonitorSettings window(Duration length, int panes) {
    return settings(new WindowSettings(length, panes, WindowSettings.Kind.SLIDING), Map.of());
  }

  static MonitorSettings settings(
      WindowSettings window, Map<String, MonitorSettings.FeatureSettings> features) {
    return new MonitorSettings(true, 1, window, DriftPolicy.DEFAULT, 200, features);
  }

  ModelMonitor monitor(MonitorSettings settings, Profile profile) {
    return new ModelMonitor(MODEL, settings, profile, new DataSketches(), time, time);
  }
}
