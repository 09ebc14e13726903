package io.salver.monitor.drift;

/**
 * DDM (Gama, Medas, Castillo and Rodrigues, 2004, "Learning with Drift Detection"): while nothing
 * changes, the error rate p of a stream and its deviation {@code s = √(p(1 − p)/n)} fall or stay;
 * when {@code p + s} has risen above the least one seen by two of its deviations it warns, by three
 * it has detected a change, and begins anew. Quick for sudden changes, blind to falling errors, and
 * with a false alarm now and then: the least is chosen among many. {@link Adwin} bounds its own.
 */
public final class DriftDetectionMethod implements ChangeDetector {

  private static final int LEAST = 30;
  private static final double WARNING = 2;
  private static final double DETECTION = 3;

  private long count;
  private double sum;
  private double leastRate;
  private double leastDeviation;

  public DriftDetectionMethod() {
    begin();
  }

  @Override
  public Change add(double error) {
    count++;
    sum += error;
    if (count < LEAST) {
      return Change.NONE;
    }
    double rate = mean();
    double deviation = Math.sqrt(rate * (1 - rate) / count);
    if (rate + deviation <= leastRate + leastDeviation) {
      leastRate = rate;
      leastDeviation = deviation;
    }
    if (rate + deviation > leastRate + DETECTION * leastDeviation) {
      begin();
      return Change.ROSE;
    }
    return rate + deviation > leastRate + WARNING * leastDeviation ? Change.WARNING : Change.NONE;
  }

  @Override
  public double mean() {
    return count == 0 ? 0 : sum / count;
  }

  @Override
  public long count() {
    return count;
  }

  private void begin() {
    count = 0;
    sum = 0;
    leastRate = Double.MAX_VALUE;
    leastDeviation = 0;
  }
}
