package io.salver.recommend.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.monitor.FeatureValue;
import io.salver.monitor.Sample;
import io.salver.recommend.catalogue.Image;
import io.salver.task.RecordedObservations;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class WatchedFeaturesTest {

  @Test
  void pictures_of_items_are_told_by_brightness_and_contrast() throws IOException {
    Image picture = new Image(halfRed());
    ModelInputs inputs =
        new ModelInputs(
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.of(new Feature.Picture("item.image", 1, 2)));
    Rows rows =
        Rows.of(new int[] {3, 4}, row -> row == 3 ? Optional.of(picture) : Optional.empty());

    List<Sample.Builder> told =
        WatchedFeatures.of(inputs, rows, List.of(new LinkedHashMap<>(), new LinkedHashMap<>()));

    List<Sample.Named> first = told.getFirst().build().features();
    assertThat(RecordedObservations.number(first, "item.image.mean"))
        .isCloseTo(1 / 6.0, within(1e-9));
    assertThat(RecordedObservations.number(first, "item.image.deviation"))
        .isCloseTo(Math.sqrt(1 / 6.0 - 1 / 36.0), within(1e-9));
    assertThat(RecordedObservations.values(told.getLast().build().features(), "item.image.mean"))
        .containsExactly(FeatureValue.MISSING);
  }

  private static byte[] halfRed() throws IOException {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xff0000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }
}
