package io.salver.vector.living;

import io.salver.vector.IndexKind;

/**
 * Decides of which kind the next main index is, and whether it can grow from the present one. Pure.
 *
 * <p>By size: {@code Flat} below {@link IndexKind#FLAT_BELOW} vectors, an inverted file above; of
 * floats, or of 8 or 4 bits a component where the memory budget asks for it. A kind that is in use
 * stays until the size is a quarter beyond its boundary, so that a size that wavers does not
 * rebuild the index again and again. A trained kind is trained anew when the size has doubled or
 * become a quarter, and a graph is built anew when a fifth of it are holes.
 */
final class KindPolicy {

  private static final String FLAT = "Flat";
  private static final double BEYOND = 1.25;
  private static final int GROWN = 2;
  private static final int SHRUNK = 4;
  private static final double MOST_HOLES = 0.2;

  /** Bytes that an inverted file keeps for each vector beside its components: id, place. */
  private static final int BYTES_PER_VECTOR = 24;

  private final LivingIndexSettings settings;

  KindPolicy(LivingIndexSettings settings) {
    this.settings = settings;
  }

  /** The description of an index of {@code size} vectors that follows {@code current}. */
  String next(MainIndex current, int size) {
    if (!settings.kind().equals(IndexKind.AUTO)) {
      boolean tooFewToTrain = KindTraits.of(settings.kind()).cells() > size;
      return tooFewToTrain ? FLAT : settings.kind();
    }
    boolean wasFlat = current.size() == 0 || current.traits().cells() == 0;
    double boundary =
        IndexKind.FLAT_BELOW * (current.size() == 0 ? 1 : wasFlat ? BEYOND : 1 / BEYOND);
    if (size < boundary) {
      return FLAT;
    }
    String codes = codes(current, size);
    boolean stays = !wasFlat && current.kind().endsWith("," + codes) && isTrainedFor(current, size);
    return stays ? current.kind() : "IVF" + IndexKind.cells(size) + "," + codes;
  }

  private String codes(MainIndex current, int size) {
    int dimension = settings.dimension();
    if (fits(size, 4.0 * dimension, current.traits().compressed() ? BEYOND : 1)) {
      return FLAT;
    }
    return fits(size, dimension, current.kind().endsWith(",SQ4") ? BEYOND : 1) ? "SQ8" : "SQ4";
  }

  private boolean fits(int size, double bytesPerVector, double reserve) {
    return size * (bytesPerVector + BYTES_PER_VECTOR) * reserve <= settings.memoryBudget();
  }

  /** Whether an index of {@code kind} and {@code size} can be made from {@code current}. */
  boolean canGrow(MainIndex current, String kind, int size, int holes) {
    if (current.size() == 0 || !current.kind().equals(kind)) {
      return false;
    }
    boolean trained = current.traits().cells() > 0 || current.traits().compressed();
    return current.traits().graph()
        ? holes <= MOST_HOLES * size
        : !trained || isTrainedFor(current, size);
  }

  private static boolean isTrainedFor(MainIndex current, int size) {
    long trainedOn = current.training().size();
    return size <= GROWN * trainedOn && SHRUNK * (long) size >= trainedOn;
  }

  /** About how much memory an index takes. */
  static long bytes(MainIndex index, int dimension) {
    String kind = index.kind();
    double perComponent =
        kind.contains("SQ4")
            ? 0.5
            : kind.contains("SQ6")
                ? 0.75
                : kind.contains("SQ8") ? 1 : kind.contains("SQfp16") ? 2 : 4;
    double perVector = perComponent * dimension + BYTES_PER_VECTOR;
    double links = index.traits().graph() ? 1.1 * 2 * Integer.BYTES * links(kind) : 0;
    double centroids = 4.0 * dimension * index.traits().cells();
    return (long) ((index.size() + index.holes()) * (perVector + links) + centroids);
  }

  private static int links(String kind) {
    int comma = kind.indexOf(',');
    return Integer.parseInt(kind.substring("HNSW".length(), comma < 0 ? kind.length() : comma));
  }
}
