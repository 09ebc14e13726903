package io.salver.task.tabular;

import io.salver.image.Picture;
import io.salver.monitor.Brightness;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Sample;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is watched of pictures inside rows: {@code NAME.mean} and {@code NAME.deviation} of what the
 * model sees, wrong where a picture could not be read. Confined to one thread at a time.
 */
final class SeenPictures {

  private static final FeatureValue WRONG = new FeatureValue.Wrong();

  /** Absent: it could not be read. */
  private final Map<Place, Optional<Brightness>> seen = new HashMap<>();

  private record Place(int row, String feature) {}

  /** A picture as the model sees it. */
  void look(int row, String feature, Picture picture) {
    seen.put(
        new Place(row, feature), Optional.of(Brightness.of(ByteBuffer.wrap(picture.pixels()))));
  }

  /** A cell that could not be read. */
  void unreadable(int row, String feature) {
    seen.put(new Place(row, feature), Optional.empty());
  }

  /** Adds a picture; nothing where no one has looked at it. */
  void add(int row, String feature, Sample.Builder sample) {
    Optional<Brightness> picture = seen.get(new Place(row, feature));
    if (picture == null) {
      return;
    }
    picture.ifPresentOrElse(
        each -> each.addTo(feature, sample), () -> addBoth(feature, WRONG, sample));
  }

  /** Adds a cell that is no picture. */
  static void addBoth(String feature, FeatureValue value, Sample.Builder sample) {
    sample.feature(feature + ".mean", value).feature(feature + ".deviation", value);
  }
}
