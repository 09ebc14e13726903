package io.salver.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the golden cases do not have. */
final class PictureDecoderTest {

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final PictureDecoder decoder = new PictureDecoder(1_000_000);

  @AfterEach
  void nothing_is_held() {
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void an_animated_webp_is_its_first_frame() {
    Picture picture =
        decode(
            """
            UklGRooAAABXRUJQVlA4WAoAAAACAAAABQAABAAAQU5JTQYAAAAAAAAAAABBTk1GLgAAAAAAAAAAAAUAAAQAAGQAAAJWUDhMFgAA\
            AC8FAAEAD3Ac5CvU30N8/iMNExDR/whBTk1GKAAAAAEAAAEAAAIAAAEAAGQAAABWUDhMDwAAAC8CQAAABxDR//4HIqL/AQA=""");

    assertThat(picture.width()).isEqualTo(6);
    assertThat(picture.height()).isEqualTo(5);
    assertThat(pixel(picture, 0, 0)).startsWith(255, 0, 0);
    assertThat(pixel(picture, 3, 3)).startsWith(10, 200, 30);
  }

  @Test
  void a_gif_whose_frame_is_smaller_than_its_screen_is_transparent_beside_it() {
    Picture picture = decode("R0lGODdhBAADAIEAAP8AAAAA/wAAAAAAACwBAAEAAgABAAAIBQADAAgIADs=");

    assertThat(picture.width()).isEqualTo(4);
    assertThat(picture.height()).isEqualTo(3);
    assertThat(pixel(picture, 0, 0)).containsExactly(0, 0, 0, 0);
    assertThat(pixel(picture, 1, 1)).containsExactly(0, 0, 255, 255);
    assertThat(pixel(picture, 2, 1)).containsExactly(255, 0, 0, 255);
    assertThat(pixel(picture, 3, 1)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void a_png_may_name_one_gray_or_one_colour_as_transparent() {
    Picture gray =
        decode(
            """
            iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAAAAACRn/EaAAAAAnRSTlMAKEMmZcIAAAAXSURBVHicY2QQERFhDBAREWEJEBERAQAJOAFb\
            afOJWwAAAABJRU5ErkJggg==""");
    Picture colour =
        decode(
            """
            iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAIAAACUgoPjAAAABnRSTlMABAAFAAZ0jsaPAAAAEklEQVR4nGNkZGJmZmb+Fs8IAAQQAWfA\
            2PP9AAAAAElFTkSuQmCC""");

    assertThat(pixel(gray, 1, 0)).containsExactly(20, 20, 20, 255);
    assertThat(pixel(gray, 2, 0)[3]).isZero();
    assertThat(pixel(colour, 0, 0)).containsExactly(1, 2, 3, 255);
    assertThat(pixel(colour, 1, 0)[3]).isZero();
    assertThat(pixel(colour, 2, 0)).containsExactly(250, 100, 7, 255);
  }

  @Test
  void an_interlaced_png_is_the_same_picture() throws IOException {
    BufferedImage drawn = new BufferedImage(13, 11, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 13; x++) {
        drawn.setRGB(x, y, ((x * 19) << 16) | ((y * 23) << 8) | (x ^ y));
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (var output = ImageIO.createImageOutputStream(file)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(output);
      writer.write(null, new IIOImage(drawn, null, null), settings);
    } finally {
      writer.dispose();
    }

    Picture picture = decode(Base64.getEncoder().encodeToString(file.toByteArray()));

    assertThat(pixel(picture, 12, 10)).containsExactly(12 * 19, 230, 12 ^ 10);
    assertThat(pixel(picture, 5, 7)).containsExactly(95, 161, 5 ^ 7);
  }

  @Test
  void memory_that_is_direct_and_a_part_of_a_buffer_are_read_alike() throws IOException {
    byte[] file = PngWriter.write(new Picture(2, 1, Picture.GRAY, new byte[] {7, 9}));
    ByteBuffer direct = ByteBuffer.allocateDirect(file.length + 20).position(10);
    direct.put(file).flip().position(10);

    try (TensorScope scope = pool.open()) {
      Picture picture = decoder.decode(direct, decoder.head(direct), scope);
      assertThat(picture.pixels()).containsExactly(7, 9);
      assertThat(direct.position()).isEqualTo(10);
    }
  }

  @Test
  void png_files_that_are_written_are_read_back() {
    byte[] pixels = new byte[5 * 4 * Picture.RGBA];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31);
    }
    for (int channels : new int[] {Picture.GRAY, Picture.RGB, Picture.RGBA}) {
      byte[] some = Arrays.copyOf(pixels, 5 * 4 * channels);
      byte[] file = PngWriter.write(new Picture(5, 4, channels, some));
      assertThat(decode(Base64.getEncoder().encodeToString(file)).pixels()).isEqualTo(some);
    }
  }

  private Picture decode(String base64) {
    ByteBuffer file = ByteBuffer.wrap(Base64.getDecoder().decode(base64.strip()));
    try (TensorScope scope = pool.open()) {
      return decoder.decode(file, decoder.head(file), scope);
    }
  }

  private static int[] pixel(Picture picture, int x, int y) {
    int[] samples = new int[picture.channels()];
    for (int channel = 0; channel < samples.length; channel++) {
      samples[channel] = picture.sample(x, y, channel);
    }
    return samples;
  }
}
