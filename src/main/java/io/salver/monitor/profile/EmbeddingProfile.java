package io.salver.monitor.profile;

/**
 * The reference distribution of vectors: the means of their random Fourier features (Rahimi and
 * Recht, 2007, "Random Features for Large-Scale Kernel Machines"), {@code cos(ω·x)} for every
 * frequency ω and then {@code sin(ω·x)} for every one, each over the square root of the number of
 * frequencies, so that the product of two vectors' features approximates the Gaussian kernel {@code
 * exp(−|x − y|² / 2σ²)}. Immutable: nobody changes the array.
 *
 * @param count vectors
 * @param dimension of a vector
 * @param bandwidth σ of the kernel, in the vectors' own unit
 * @param seed of the frequencies, which are drawn as {@code monitor.drift.FourierFeatures} says
 * @param means of the features; twice as many as there are frequencies
 * @param trace of the features' covariance
 * @param squaredTrace the trace of the covariance's square
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EmbeddingProfile(
    long count,
    int dimension,
    double bandwidth,
    long seed,
    double[] means,
    double trace,
    double squaredTrace) {

  /** Most features; bounds what a damaged file can make the service allocate. */
  public static final int MOST_FEATURES = 4_096;

  /** Most components of a vector. */
  public static final int MOST_DIMENSIONS = 16_384;

  /** Checks what the comment says. */
  public EmbeddingProfile {
    require(count > 1, "count must be at least 2, not " + count);
    require(
        dimension > 0 && dimension <= MOST_DIMENSIONS,
        "dimension must be from 1 to " + MOST_DIMENSIONS + ", not " + dimension);
    require(
        Double.isFinite(bandwidth) && bandwidth > 0,
        "bandwidth must be positive, not " + bandwidth);
    require(
        means.length > 0 && means.length <= MOST_FEATURES && means.length % 2 == 0,
        "means must be an even number of at most " + MOST_FEATURES + ", not " + means.length);
    for (double mean : means) {
      require(Double.isFinite(mean), "means must be finite, not " + mean);
    }
    require(Double.isFinite(trace) && trace > 0, "trace must be positive, not " + trace);
    require(
        Double.isFinite(squaredTrace) && squaredTrace > 0,
        "squaredTrace must be positive, not " + squaredTrace);
  }

  /** How many frequencies there are. */
  public int frequencies() {
    return means.length / 2;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
