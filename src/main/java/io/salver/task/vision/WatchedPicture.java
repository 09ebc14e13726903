package io.salver.task.vision;

import io.salver.image.Picture;
import io.salver.monitor.Brightness;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import io.salver.task.WatchedClasses;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What is watched of pictures: {@code image.mean} and {@code image.deviation} of all samples of
 * what the model sees, in its colours and its size; of findings {@code label} and {@code
 * confidence}, of classes also their {@code scores}, of masks the share of each class under its
 * label. Stateless.
 */
final class WatchedPicture {

  private WatchedPicture() {}

  /** Of a picture as the model sees it. */
  static Brightness of(Picture picture) {
    return Brightness.of(ByteBuffer.wrap(picture.pixels()));
  }

  /** Adds what was seen of a picture. */
  static void add(Brightness brightness, Sample.Builder sample) {
    brightness.addTo("image", sample);
  }

  /** Adds a finding; what a label is compared with. */
  static Optional<Predicted> add(Finding finding, Sample.Builder sample) {
    return switch (finding) {
      case Finding.Classes(var best, float[] scores) -> {
        WatchedClasses.add(best, sample);
        WatchedClasses.addScores(scores, sample);
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
