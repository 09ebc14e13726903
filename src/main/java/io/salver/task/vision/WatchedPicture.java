package io.salver.task.vision;

import io.salver.image.Picture;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import io.salver.task.WatchedClasses;
import java.util.Optional;

/**
 * What is watched of a picture: {@code image.mean} and {@code image.deviation} of all samples of
 * what the model sees, in its colours and its size, from 0 to 1; of findings {@code label} and
 * {@code confidence}, of masks the share of each class under its label.
 *
 * @param mean brightness
 * @param deviation contrast
 */
record WatchedPicture(double mean, double deviation) {

  private static final double WHITE = 255;

  /** Of a picture as the model sees it. */
  static WatchedPicture of(Picture picture) {
    byte[] samples = picture.pixels();
    long sum = 0;
    long squares = 0;
    for (byte each : samples) {
      int value = each & 0xFF;
      sum += value;
      squares += (long) value * value;
    }
    double mean = (double) sum / samples.length;
    double variance = (double) squares / samples.length - mean * mean;
    return new WatchedPicture(mean / WHITE, Math.sqrt(Math.max(0, variance)) / WHITE);
  }

  void addTo(Sample.Builder sample) {
    sample.feature("image.mean", mean).feature("image.deviation", deviation);
  }

  /** Adds a finding; what a label is compared with. */
  static Optional<Predicted> add(Finding finding, Sample.Builder sample) {
    return switch (finding) {
      case Finding.Classes(var best) -> {
        WatchedClasses.add(best, sample);
        yield Optional.of(WatchedClasses.predicted(best));
      }
      case Finding.Boxes(var boxes) -> {
        for (Finding.Box box : boxes) {
          sample
              .prediction("label", box.object().label())
              .prediction("confidence", box.object().score());
        }
        yield Optional.empty();
      }
      case Finding.Mask mask -> {
        shares(mask, sample);
        yield Optional.empty();
      }
      case Finding.Embedding(float[] vector) -> {
        sample.embedding("embedding", vector);
        yield Optional.empty();
      }
    };
  }

  private static void shares(Finding.Mask mask, Sample.Builder sample) {
    int[] counts = new int[mask.labels().size()];
    for (byte pixel : mask.classes()) {
      int label = pixel & 0xFF;
      if (label < counts.length) {
        counts[label]++;
      }
    }
    for (int label = 0; label < counts.length; label++) {
      sample.prediction(mask.labels().get(label), (double) counts[label] / mask.classes().length);
    }
  }
}
