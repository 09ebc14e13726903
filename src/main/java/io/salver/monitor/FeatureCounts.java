package io.salver.monitor;

import io.salver.monitor.quality.QualityCounts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What was counted of one feature in a span of time; adds up. Not thread-safe. */
sealed interface FeatureCounts permits NumberCounts, CategoryTally, VectorCounts {

  /** How many values came, and what was wrong with them. */
  QualityCounts quality();

  /** Takes what another counted of the same feature. */
  void merge(FeatureCounts other);

  /** Writes itself. */
  void write(DataOutput output) throws IOException;

  /** Adds what {@link #write} wrote. */
  void merge(DataInput input) throws IOException;
}
