package io.salver.monitor.quality;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** How often the values of one feature had which fault; adds up. Not thread-safe. */
public final class QualityCounts {

  private final Map<QualityKind, Long> counts = new EnumMap<>(QualityKind.class);
  private long total;

  /** A value came, whatever it was. */
  public void came() {
    total++;
  }

  /** It had this fault. */
  public void add(QualityKind kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  /** Takes what another counted. */
  public void merge(QualityCounts other) {
    total += other.total;
    other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
  }

  /** How many values came. */
  public long total() {
    return total;
  }

  /** How many had this fault. */
  public long count(QualityKind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Writes itself. */
  public void write(DataOutput output) throws IOException {
    output.writeLong(total);
    for (QualityKind kind : QualityKind.values()) {
      output.writeLong(count(kind));
    }
  }

  /** Reads what {@link #write} wrote. */
  public static QualityCounts read(DataInput input) throws IOException {
    QualityCounts read = new QualityCounts();
    read.total = input.readLong();
    for (QualityKind kind : QualityKind.values()) {
      read.counts.put(kind, input.readLong());
    }
    return read;
  }
}
