package io.salver.table;

/**
 * Numbers from {@code least} to {@code most}, both of them in it.
 *
 * @param least at most {@code most}
 */
public record Range(double least, double most) {

  public boolean contains(double number) {
    return number >= least && number <= most;
  }

  /** The number of the range that is nearest to {@code number}, which is not NaN. */
  public double nearest(double number) {
    return Math.clamp(number, least, most);
  }

  /** For example {@code 17 to 90}. */
  @Override
  public String toString() {
    return Numbers.plain(least) + " to " + Numbers.plain(most);
  }
}
