package io.salver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.fault.TooLarge;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are cut off, altered, or say what is not true. */
final class HostileFilesTest {

  private static final Path FOLDER = Path.of("src/test/resources/vision");
  private static final int MUTATIONS = 400;

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final PictureDecoder decoder = new PictureDecoder(1_000_000);

  @AfterEach
  void nothing_is_held() {
    assertThat(pool.leasedBytes()).isZero();
  }

  static List<String> files() {
    return List.of(
        "orientation-6.jpg",
        "progressive-420.jpg",
        "gray.jpg",
        "cmyk.jpg",
        "rgb-one-row.png",
        "palette-transparent.png",
        "rgb-orientation-8.png",
        "transparent.gif",
        "animated.gif",
        "palette.bmp",
        "black-and-white.bmp",
        "odd-q60.webp",
        "alpha-q90.webp",
        "lossless.webp");
  }

  /** Decoding them at every length is many times. */
  static List<String> smallFiles() {
    return files().stream().filter(each -> FOLDER.resolve(each).toFile().length() < 1800).toList();
  }

  @ParameterizedTest
  @MethodSource("smallFiles")
  void a_file_that_is_cut_off_is_refused_unless_its_pixels_are_there(String name)
      throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve(name));
    byte[] pixels = decode(whole).orElseThrow().pixels();
    for (int size = 0; size < whole.length; size++) {
      Optional<Picture> cut = decode(Arrays.copyOf(whole, size));
      if (cut.isPresent()) {
        assertThat(cut.get().pixels()).isEqualTo(pixels);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void an_altered_file_is_a_picture_or_is_refused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve(name));
    Random random = new Random(name.hashCode());
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] altered = whole.clone();
      for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
        int reach = random.nextBoolean() ? whole.length : Math.min(64, whole.length);
        altered[random.nextInt(reach)] = (byte) random.nextInt(256);
      }
      decode(altered);
      assertThat(pool.leasedBytes()).isZero();
    }
  }

  @Test
  void a_file_of_another_kind_is_named_by_how_it_begins() {
    refused(InvalidInput.class, "the file is empty", new byte[0]);
    refused(
        InvalidInput.class,
        "begins with 25 50 44 46 2d 31 2e 37 ('%PDF-1.7') and is none of JPEG, PNG, WebP, GIF, BMP",
        "%PDF-1.7\n%".getBytes(StandardCharsets.ISO_8859_1));
    refused(InvalidInput.class, "begins with ff ('.')", new byte[] {(byte) 0xFF});
  }

  @Test
  void a_picture_with_too_many_pixels_is_refused_before_it_is_decoded() throws IOException {
    refused(TooLarge.class, "60000 x 60000 pixels; at most 1000000", jpegOf(60_000, 60_000));
    byte[] png = Files.readAllBytes(FOLDER.resolve("rgb.png"));
    ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 40_000);
    refused(TooLarge.class, "30000 x 40000", png);
    byte[] gif = Files.readAllBytes(FOLDER.resolve("palette.gif"));
    Arrays.fill(gif, 6, 10, (byte) 0xFF);
    refused(TooLarge.class, "65535 x 65535", gif);
    byte[] bmp = Files.readAllBytes(FOLDER.resolve("rgb.bmp"));
    Arrays.fill(bmp, 18, 21, (byte) 0x7F);
    refused(TooLarge.class, "the picture has", bmp);
  }

  @Test
  void a_picture_without_pixels_is_refused() throws IOException {
    refused(InvalidInput.class, "0 x 10 pixels", jpegOf(0, 10));
    byte[] png = Files.readAllBytes(FOLDER.resolve("rgb.png"));
    ByteBuffer.wrap(png).putInt(16, 0);
    refused(InvalidInput.class, "0 x 66 pixels", png);
  }

  @Test
  void a_progressive_file_may_not_have_scans_without_end() throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve("progressive-420.jpg"));
    byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0};
    byte[] many = Arrays.copyOf(whole, whole.length - 2 + 200 * scan.length + 2);
    for (int i = 0; i < 200; i++) {
      System.arraycopy(scan, 0, many, whole.length - 2 + i * scan.length, scan.length);
    }
    refused(InvalidInput.class, "more than 100 scans", many);
  }

  @Test
  void memory_that_decoding_takes_is_counted_and_refused_when_there_is_none() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve("rgb.png")));
    DirectMemoryPool small = new DirectMemoryPool(60_000, 0);
    try (TensorScope scope = small.open()) {
      scope.reserve(30_000);
      PictureHead head = decoder.head(file);
      assertThatThrownBy(() -> decoder.decode(file, head, scope)).isInstanceOf(Overloaded.class);
    }
    assertThat(small.leasedBytes()).isZero();
  }

  private static byte[] jpegOf(int width, int height) throws IOException {
    byte[] jpeg = Files.readAllBytes(FOLDER.resolve("q75-444.jpg"));
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
        return jpeg;
      }
    }
    throw new AssertionError("no frame");
  }

  private void refused(Class<? extends Fault> fault, String message, byte[] file) {
    try (TensorScope scope = pool.open()) {
      ByteBuffer buffer = ByteBuffer.wrap(file);
      assertThatThrownBy(() -> decoder.decode(buffer, decoder.head(buffer), scope))
          .isInstanceOf(fault)
          .hasMessageContaining(message);
    }
  }

  /** The picture, unless it is refused for what it is. */
  private Optional<Picture> decode(byte[] file) {
    try (TensorScope scope = pool.open()) {
      ByteBuffer buffer = ByteBuffer.wrap(file);
      return Optional.of(decoder.decode(buffer, decoder.head(buffer), scope));
    } catch (InvalidInput | TooLarge refused) {
      return Optional.empty();
    }
  }
}
