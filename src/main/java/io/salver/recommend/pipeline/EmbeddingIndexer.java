package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.recommend.feature.EncodingPlan;
import io.salver.recommend.feature.Rows;
import io.salver.serving.ModelReference;
import io.salver.time.Deadline;
import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import io.salver.vector.VectorIndex;
import io.salver.vector.VectorIndexBuilder;
import io.salver.vector.VectorIndexes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.LongStream;

/**
 * Embeds a catalogue with the item tower, batch by batch, and builds the index over it. The id of
 * an embedding is its item's row.
 */
final class EmbeddingIndexer {

  private static final int BATCH_ROWS = 512;
  private static final int FINGERPRINT_BYTES = 6;

  private final ModelRunner models;
  private final VectorIndexes indexes;

  EmbeddingIndexer(ModelRunner models, VectorIndexes indexes) {
    this.models = models;
    this.indexes = indexes;
  }

  /** An index, owned by the receiver, and the fingerprint of what is in it. */
  record Indexed(VectorIndex index, String fingerprint) {}

  /** Runs {@code tower} over {@code items} items and indexes the embeddings. */
  Indexed index(
      ModelReference tower, EncodingPlan plan, int items, int dimension, String description) {
    ByteBuffer bytes = allocate(items, dimension);
    FloatBuffer embeddings = bytes.asFloatBuffer();
    for (int from = 0; from < items; from += BATCH_ROWS) {
      Rows rows = Rows.range(from, Math.min(items, from + BATCH_ROWS));
      float[] batch =
          models.run(
              tower,
              scope -> plan.encode(rows, scope),
              response -> Embeddings.read(response, rows.count(), dimension),
              Deadline.none());
      embeddings.put(batch);
    }
    embeddings.flip();
    IndexSpec spec = new IndexSpec(dimension, Metric.INNER_PRODUCT, description);
    return new Indexed(build(spec, embeddings, items), fingerprint(bytes));
  }

  private VectorIndex build(IndexSpec spec, FloatBuffer embeddings, int items) {
    try (VectorIndexBuilder builder = indexes.builder(spec)) {
      builder.train(embeddings);
      builder.add(LongStream.range(0, items).toArray(), embeddings);
      return builder.build();
    }
  }

  private static ByteBuffer allocate(int items, int dimension) {
    long size = (long) items * dimension * Float.BYTES;
    if (size > Integer.MAX_VALUE) {
      throw new BackendFailure(items + " embeddings of " + dimension + " components exceed 2 GiB");
    }
    return ByteBuffer.allocateDirect((int) size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String fingerprint(ByteBuffer embeddings) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(embeddings.duplicate());
      return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-256
    }
  }
}
