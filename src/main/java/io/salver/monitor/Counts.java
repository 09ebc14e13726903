package io.salver.monitor;

import io.salver.fault.InvalidInput;
import io.salver.monitor.FeatureReport.Role;
import io.salver.monitor.sketch.Frames;
import io.salver.monitor.sketch.Sketches;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was counted of all features in a span of time; adds up. Not thread-safe. */
final class Counts {

  private static final int FORM = 1;

  private final FeatureSet features;
  private final Sketches sketches;
  private @Nullable FeatureCounts[] slots;
  private long samples;
  private long ignored;

  Counts(FeatureSet features, Sketches sketches) {
    this.features = features;
    this.sketches = sketches;
    this.slots = new FeatureCounts[features.size()];
  }

  void add(Sample sample) {
    samples++;
    addAll(Role.FEATURE, sample.features());
    addAll(Role.PREDICTION, sample.predictions());
    sample.embeddings().forEach(this::add);
  }

  private void addAll(Role role, List<Sample.Named> values) {
    for (int i = 0; i < values.size(); i++) {
      Sample.Named named = values.get(i);
      int slot = features.slot(role, named.name(), named.value());
      if (slot == FeatureSet.NONE) {
        ignored++;
      } else {
        add(at(slot), named.value());
      }
    }
  }

  private static void add(FeatureCounts counts, FeatureValue value) {
    switch (counts) {
      case NumberCounts numbers -> numbers.add(value);
      case CategoryTally categories -> categories.add(value);
      case VectorCounts vectors -> throw new IllegalStateException("a value in a vector's slot");
    }
  }

  /** A vector without a reference tells nothing. */
  private void add(String embedding, float[] vector) {
    int slot = features.embedding(embedding);
    if (slot != FeatureSet.NONE && at(slot) instanceof VectorCounts vectors) {
      vectors.add(vector);
    }
  }

  /** How many samples there were. */
  long samples() {
    return samples;
  }

  /** How many values belong to no slot. */
  long ignored() {
    return ignored;
  }

  /** Takes what others counted of the same features. */
  void merge(Counts other) {
    samples += other.samples;
    ignored += other.ignored;
    for (int slot = 0; slot < other.slots.length; slot++) {
      FeatureCounts counts = other.slots[slot];
      if (counts != null) {
        at(slot).merge(counts);
      }
    }
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream output = new DataOutputStream(bytes)) {
      output.writeInt(FORM);
      output.writeLong(samples);
      output.writeLong(ignored);
      output.writeInt((int) Arrays.stream(slots).filter(counts -> counts != null).count());
      for (int slot = 0; slot < slots.length; slot++) {
        FeatureCounts counts = slots[slot];
        if (counts != null) {
          write(features.feature(slot), counts, output);
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(WatchedFeature feature, FeatureCounts counts, DataOutputStream output)
      throws IOException {
    output.writeUTF(feature.key().role().name());
    output.writeUTF(feature.type().name());
    Frames.write(output, feature.key().name().getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    counts.write(new DataOutputStream(content));
    Frames.write(output, content.toByteArray());
  }

  /**
   * Takes what {@link #toBytes} wrote, here or in another process. Throws {@link InvalidInput} for
   * what is none; what was read by then stays.
   */
  void merge(byte[] bytes) {
    try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int form = input.readInt();
      if (form != FORM) {
        throw new IOException("form %d, not %d".formatted(form, FORM));
      }
      samples += input.readLong();
      ignored += input.readLong();
      int count = input.readInt();
      for (int i = 0; i < count; i++) {
        readFeature(input);
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
      throw new InvalidInput("not the counts of this model: " + damaged.getMessage());
    }
  }

  private void readFeature(DataInputStream input) throws IOException {
    Role role = Role.valueOf(input.readUTF());
    FeatureReport.Type type = FeatureReport.Type.valueOf(input.readUTF());
    String name = new String(Frames.read(input), StandardCharsets.UTF_8);
    byte[] content = Frames.read(input);
    int slot = features.slot(new FeatureKey(role, name), type);
    if (slot != FeatureSet.NONE) {
      at(slot).merge(new DataInputStream(new ByteArrayInputStream(content)));
    }
  }

  /** What was counted in a slot. */
  FeatureCounts at(int slot) {
    if (slot >= slots.length) {
      slots = Arrays.copyOf(slots, features.size());
    }
    FeatureCounts counts = slots[slot];
    if (counts == null) {
      counts = features.feature(slot).counts(sketches);
      slots[slot] = counts;
    }
    return counts;
  }
}
