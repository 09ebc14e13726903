package io.salver.monitor.outcome;

import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * What is to be expected of what a model said of a class, if that is the true one as often as a
 * calibration says. Each figure comes with its variance: by chance, as what is true is drawn, and
 * by labels being few, by the delta method. Immutable, if nobody changes the scores.
 */
record ExpectedScores(SaidScores said, Calibration calibration) {

  /** How far a parameter is moved to see what comes of it. */
  private static final double STEP = 1e-4;

  /** A figure and its variance. */
  record Expected(double value, double variance) {}

  /**
   * The mean over all predictions of a figure that depends on the truth.
   *
   * @param ifTrue its sum over a bin, if all of it were of the class
   * @param ifNot the same, if none were
   */
  Expected mean(IntToDoubleFunction ifTrue, IntToDoubleFunction ifNot) {
    double all = said.total();
    double variance = 0;
    for (int bin = 0; bin < LogOddsBins.COUNT; bin++) {
      if (said.count(bin) > 0) {
        double apart = (ifTrue.applyAsDouble(bin) - ifNot.applyAsDouble(bin)) / said.count(bin);
        variance += said.count(bin) * spread(bin) * apart * apart / (all * all);
      }
    }
    ToDoubleFunction<ExpectedScores> figure = each -> each.sum(ifTrue, ifNot) / all;
    return expected(figure, variance);
  }

  /** Mean of minus the logarithm of what the true one of two classes was given. */
  Expected logLoss() {
    return mean(said::loss, said::otherLoss);
  }

  /** Mean squared distance of the probability from the truth, of two classes. */
  Expected brier() {
    return mean(bin -> said.count(bin) - 2 * said.sum(bin) + said.square(bin), said::square);
  }

  /**
   * The share that is right of those given the class, of which there is one.
   *
   * @param isOfClass false: of those not given it, that are not of it
   */
  Expected precision(boolean isOfClass) {
    double all = isOfClass ? said.chosen() : said.total() - said.chosen();
    double variance = 0;
    for (int bin = 0; bin < LogOddsBins.COUNT; bin++) {
      variance += given(bin, isOfClass) * spread(bin) / (all * all);
    }
    return expected(each -> each.hits(isOfClass) / all, variance);
  }

  /**
   * The share of those of the class that are given it.
   *
   * @param isOfClass false: of those not of it, that are not given it
   */
  Expected recall(boolean isOfClass) {
    double all = hits(isOfClass) + misses(isOfClass);
    double recall = hits(isOfClass) / all;
    double variance = 0;
    for (int bin = 0; bin < LogOddsBins.COUNT; bin++) {
      double spread = spread(bin) / (all * all);
      variance += given(bin, isOfClass) * spread * (1 - recall) * (1 - recall);
      variance += given(bin, !isOfClass) * spread * recall * recall;
    }
    return expected(
        each -> each.hits(isOfClass) / (each.hits(isOfClass) + each.misses(isOfClass)), variance);
  }

  /** The area under the curve, of expected counts in the bins. */
  Expected area() {
    double error = areaOfBins().error();
    return expected(each -> each.areaOfBins().value(), error * error);
  }

  private ScoreCounts.Area areaOfBins() {
    double[] positives = new double[LogOddsBins.COUNT];
    double[] negatives = new double[LogOddsBins.COUNT];
    for (int bin = 0; bin < LogOddsBins.COUNT; bin++) {
      positives[bin] = said.count(bin) * share(bin);
      negatives[bin] = said.count(bin) - positives[bin];
    }
    return ScoreCounts.area(positives, negatives);
  }

  private Expected expected(ToDoubleFunction<ExpectedScores> figure, double byChance) {
    double value = figure.applyAsDouble(this);
    if (calibration.labels() == 0) {
      return new Expected(value, byChance);
    }
    double byShift = (figure.applyAsDouble(moved(STEP, 0)) - value) / STEP;
    double bySlope = (figure.applyAsDouble(moved(0, STEP)) - value) / STEP;
    return new Expected(
        value, byChance + Math.max(0, calibration.variance().along(byShift, bySlope)));
  }

  private ExpectedScores moved(double byShift, double bySlope) {
    return new ExpectedScores(said, calibration.moved(byShift, bySlope));
  }

  private double sum(IntToDoubleFunction ifTrue, IntToDoubleFunction ifNot) {
    double sum = 0;
    for (int bin = 0; bin < LogOddsBins.COUNT; bin++) {
      if (said.count(bin) > 0) {
        double share = share(bin);
        sum += share * ifTrue.applyAsDouble(bin) + (1 - share) * ifNot.applyAsDouble(bin);
      }
    }
    return sum;
  }

  private double hits(boolean isOfClass) {
    double hits = 0;
    for (int bin = 0; bin < LogOddsBins.COUNT; bin++) {
      hits += given(bin, isOfClass) * (isOfClass ? share(bin) : 1 - share(bin));
    }
    return hits;
  }

  private double misses(boolean isOfClass) {
    double misses = 0;
    for (int bin = 0; bin < LogOddsBins.COUNT; bin++) {
      misses += given(bin, !isOfClass) * (isOfClass ? share(bin) : 1 - share(bin));
    }
    return misses;
  }

  private long given(int bin, boolean isOfClass) {
    return isOfClass ? said.chosen(bin) : said.count(bin) - said.chosen(bin);
  }

  /** The variance of being of the class. */
  private double spread(int bin) {
    return share(bin) * (1 - share(bin));
  }

  /** How often the class is the true one: as labels say, else as the model does. */
  private double share(int bin) {
    if (calibration.labels() > 0) {
      return calibration.of(bin);
    }
    return said.count(bin) == 0 ? 0 : said.sum(bin) / said.count(bin);
  }
}
