package io.salver.vector.living;

import io.salver.vector.IdFilter;
import io.salver.vector.VectorIndex;
import io.salver.vector.VectorIndexBuilder;
import io.salver.vector.VectorIndexes;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.InstantSource;

/**
 * Builds the main index that follows a generation: grown from the one before, or trained and filled
 * anew. It reads a leased generation and changes nothing. Confined to one thread at a time.
 */
final class MainBuilder {

  private static final int CHUNK_FLOATS = 1 << 20;
  private static final int SAMPLE_PER_CELL = 40;
  private static final int LEAST_SAMPLE = 1 << 14;

  private final VectorIndexes library;
  private final LivingIndexSettings settings;
  private final RowTable table;
  private final EffortTuner tuner;
  private final InstantSource clock;
  private final KindPolicy policy;

  MainBuilder(Surroundings surroundings, RowTable table, EffortTuner tuner) {
    this.library = surroundings.library();
    this.settings = surroundings.settings();
    this.table = table;
    this.tuner = tuner;
    this.clock = surroundings.clock();
    this.policy = new KindPolicy(settings);
  }

  /**
   * A new main index.
   *
   * @param main owned by the receiver
   * @param indexed the rows in it
   * @param trained whether it was built anew
   */
  record Built(MainIndex main, IdFilter indexed, boolean trained) {}

  Built build(Generations.Cut cut) {
    int size = table.size();
    MainIndex before = cut.generation().main();
    String kind = policy.next(before, size);
    int holes = before.holes() + cut.generation().live().dead();
    return policy.canGrow(before, kind, size, holes) ? grown(cut, holes) : anew(kind);
  }

  private Built grown(Generations.Cut cut, int holes) {
    MainIndex before = cut.generation().main();
    IdFilter indexed = cut.generation().live().filter().copy(table.limit());
    RowSlots additions = additions(cut);
    try (VectorIndexBuilder builder = library.builder(before.index().spec())) {
      builder.addFrom(before.index(), indexed);
      addAll(builder, additions);
      for (int i = 0; i < additions.count(); i++) {
        indexed.allow(additions.row(i));
      }
      VectorIndex index = builder.build();
      int kept = before.traits().graph() ? holes : 0;
      return new Built(
          MainIndex.of(index, before.training(), kept, clock.instant()), indexed, false);
    }
  }

  private static RowSlots additions(Generations.Cut cut) {
    RowSlots additions = new RowSlots();
    Delta delta = cut.generation().delta();
    for (int position = 0; position < cut.moment(); position++) {
      Delta.Chunk chunk = delta.chunk(position);
      int index = position & (Delta.CHUNK - 1);
      if (chunk.counts(index, cut.moment())) {
        additions.add(chunk.row(index), chunk.slot(index));
      }
    }
    return additions;
  }

  private Built anew(String kind) {
    RowSlots content = new RowSlots();
    IdFilter indexed = IdFilter.none(table.limit());
    for (int row = 0; row < indexed.limit(); row++) {
      int slot = table.slotOf(row);
      if (slot != RowInts.NONE) {
        content.add(row, slot);
        indexed.allow(row);
      }
    }
    if (content.count() == 0) {
      return new Built(MainIndex.empty(settings.spec(kind), clock.instant()), indexed, true);
    }
    KindTraits traits = KindTraits.of(kind);
    try (VectorIndexBuilder builder = library.builder(settings.spec(kind))) {
      train(builder, content, traits);
      addAll(builder, content);
      return tuned(builder.build(), traits, content, indexed);
    }
  }

  private Built tuned(VectorIndex index, KindTraits traits, RowSlots content, IdFilter indexed) {
    try {
      MainIndex.Training training = tuner.fit(index, traits, content);
      return new Built(MainIndex.of(index, training, 0, clock.instant()), indexed, true);
    } catch (RuntimeException | OutOfMemoryError e) {
      index.close();
      throw e;
    }
  }

  /** A sample is enough: cells move little with more vectors, and training grows with both. */
  private void train(VectorIndexBuilder builder, RowSlots content, KindTraits traits) {
    int wanted = Math.max(LEAST_SAMPLE, SAMPLE_PER_CELL * traits.cells());
    int count = Math.min(content.count(), wanted);
    try (Arena arena = Arena.ofConfined()) {
      FloatBuffer sample = floats(arena, count);
      for (int i = 0; i < count; i++) {
        int chosen = (int) ((long) i * content.count() / count);
        sample.put(table.vectors().get(content.slot(chosen)));
      }
      builder.train(sample.flip());
    }
  }

  private void addAll(VectorIndexBuilder builder, RowSlots content) {
    int rows = Math.max(1, CHUNK_FLOATS / settings.dimension());
    try (Arena arena = Arena.ofConfined()) {
      FloatBuffer vectors = floats(arena, Math.min(rows, content.count()));
      for (int from = 0; from < content.count(); from += rows) {
        long[] ids = new long[Math.min(rows, content.count() - from)];
        vectors.clear();
        for (int i = 0; i < ids.length; i++) {
          ids[i] = content.row(from + i);
          vectors.put(table.vectors().get(content.slot(from + i)));
        }
        builder.add(ids, vectors.flip());
      }
    }
  }

  private FloatBuffer floats(Arena arena, int vectors) {
    long bytes = (long) vectors * settings.dimension() * Float.BYTES;
    return arena
        .allocate(bytes, Long.BYTES)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
