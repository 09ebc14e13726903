package io.salver.vector.living;

import io.salver.time.Ticker;
import io.salver.vector.Metric;
import io.salver.vector.VectorIndexes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Makes small living indexes that merge often. */
final class LivingIndexes {

  static final int DIMENSION = 6;

  private LivingIndexes() {}

  static LivingIndexSettings settings(Metric metric, String kind) {
    return LivingIndexSettings.of(DIMENSION, metric)
        .withKind(kind)
        .withMerging(new LivingIndexSettings.Merging(8, 64, 0.1, Duration.ofSeconds(1)));
  }

  static LivingIndex open(
      VectorIndexes library, LivingIndexSettings settings, Executor background) {
    return new LivingIndex(
        library,
        settings,
        background,
        LivingIndexObserver.NONE,
        Ticker.SYSTEM,
        InstantSource.system());
  }

  static RestoredIndex read(
      Path directory, VectorIndexes library, LivingIndexSettings settings, Executor background) {
    return LivingIndex.read(
        directory,
        library,
        settings,
        background,
        LivingIndexObserver.NONE,
        Ticker.SYSTEM,
        InstantSource.system());
  }
}
