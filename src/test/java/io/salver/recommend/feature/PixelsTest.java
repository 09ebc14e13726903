package io.salver.recommend.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.InvalidInput;
import io.salver.recommend.catalogue.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class PixelsTest {

  @Test
  void a_picture_of_the_right_size_is_taken_as_it_is() throws IOException {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0x010203);
    picture.setRGB(1, 0, 0xfffefd);
    assertThat(bytes(picture, 1, 2)).containsExactly(1, 2, 3, -1, -2, -3);
  }

  @Test
  void another_size_is_averaged_over_what_each_pixel_covers() throws IOException {
    BufferedImage picture = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0x640000);
    picture.setRGB(3, 1, 0x0000c8);
    assertThat(bytes(picture, 1, 2)).containsExactly(25, 0, 0, 0, 0, 50);
  }

  @Test
  void a_smaller_one_is_spread() throws IOException {
    BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0x0a0b0c);
    assertThat(bytes(picture, 1, 2)).containsExactly(10, 11, 12, 10, 11, 12);
  }

  @Test
  void what_is_transparent_is_black() throws IOException {
    BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0x00ffffff);
    assertThat(bytes(picture, 1, 1)).containsExactly(0, 0, 0);
  }

  @Test
  void what_is_no_picture_is_refused() throws IOException {
    refused(new byte[] {1, 2, 3}, "PNG or JPEG");
    byte[] whole = png(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB));
    refused(Arrays.copyOf(whole, whole.length / 2), "cannot be decoded");
    refused(new byte[Image.MAX_BYTES + 1], "at most 1048576 bytes");
    refused(png(new BufferedImage(5_000, 1, BufferedImage.TYPE_BYTE_GRAY)), "4096 pixels a side");
  }

  private static void refused(byte[] bytes, String part) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> Pixels.check(new Image(bytes)))
        .withMessageContaining(part);
  }

  private static byte[] bytes(BufferedImage picture, int height, int width) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(height * width * 3);
    Pixels.write(new Image(png(picture)), height, width, target);
    assertThat(target.hasRemaining()).isFalse();
    return target.array();
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", out);
    return out.toByteArray();
  }
}
