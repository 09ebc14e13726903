package io.salver.rollout.sequential;

/**
 * What is known of the values of one arm.
 *
 * @param count how many
 * @param mean of them; 0 without any
 * @param variance of them, over count less one; 0 with fewer than two
 */
public record Summary(long count, double mean, double variance) {

  /** Nothing. */
  public static final Summary NONE = new Summary(0, 0, 0);

  /** Of {@code count} values of which so many are one and the others nought. */
  public static Summary ofEvents(long events, long count) {
    if (count == 0) {
      return NONE;
    }
    double share = (double) events / count;
    return new Summary(count, share, count < 2 ? 0 : share * (1 - share) * count / (count - 1));
  }

  /** Of these values and of others (Chan, Golub and LeVeque, 1979). */
  public Summary plus(Summary other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    long total = count + other.count;
    double apart = other.mean - mean;
    double squares =
        variance * (count - 1)
            + other.variance * (other.count - 1)
            + apart * apart * count * ((double) other.count / total);
    return new Summary(
        total, mean + apart * other.count / total, Math.max(0, squares / (total - 1)));
  }
}
