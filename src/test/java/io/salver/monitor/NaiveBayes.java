package io.salver.monitor;

import io.salver.monitor.sketch.Moments;

/** Gaussian naive Bayes: a model that never learns again, whose errors show how the world moves. */
final class NaiveBayes {

  private final Moments[][] moments;
  private final long[] counts = new long[2];

  NaiveBayes(RealStream training) {
    moments = new Moments[2][training.names().size()];
    for (Moments[] ofLabel : moments) {
      for (int column = 0; column < ofLabel.length; column++) {
        ofLabel[column] = new Moments();
      }
    }
    for (int i = 0; i < training.size(); i++) {
      int label = training.labels()[i] ? 1 : 0;
      counts[label]++;
      for (int column = 0; column < moments[label].length; column++) {
        moments[label][column].add(training.rows()[i][column]);
      }
    }
  }

  boolean predict(double[] row) {
    return logLikelihood(1, row) > logLikelihood(0, row);
  }

  private double logLikelihood(int label, double[] row) {
    double sum = Math.log((double) counts[label]);
    for (int column = 0; column < row.length; column++) {
      Moments law = moments[label][column];
      double deviation = Math.max(1e-6, law.deviation());
      double z = (row[column] - law.mean()) / deviation;
      sum -= z * z / 2 + Math.log(deviation);
    }
    return sum;
  }
}
