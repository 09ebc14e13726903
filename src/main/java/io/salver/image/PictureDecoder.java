package io.salver.image;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.fault.TooLarge;
import io.salver.tensor.TensorScope;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.imageio.ImageReader;

/**
 * Decodes JPEG, PNG, WebP, GIF and BMP files: the first frame where there are several, turned as
 * its EXIF orientation says. The format is told by the content. Blocks for as long as it takes;
 * thread-safe.
 *
 * <p>Faults: {@link InvalidInput} for whatever is no such file or is damaged, {@link TooLarge} for
 * more pixels than may be, before any of them is decoded, and {@link Overloaded} where there is no
 * memory for them.
 */
public final class PictureDecoder {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ImageReaders readers = new ImageReaders();
  private final long maxPixels;

  /** Decodes pictures of at most {@code maxPixels}. */
  public PictureDecoder(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  /** Reads what the head of the file from its position to its limit says. */
  public PictureHead head(ByteBuffer file) {
    PictureHead head = PictureHead.read(file);
    if (head.storedWidth() < 1 || head.storedHeight() < 1) {
      throw new InvalidInput(
          "the %s file says that it has %d x %d pixels"
              .formatted(head.format().text(), head.storedWidth(), head.storedHeight()));
    }
    if (head.pixels() > maxPixels) {
      throw new TooLarge(
          "the picture has %d x %d pixels; at most %d are decoded"
              .formatted(head.storedWidth(), head.storedHeight(), maxPixels));
    }
    return head;
  }

  /**
   * Decodes the file from its position to its limit.
   *
   * @param head what {@link #head} said of it
   * @param scope counts the memory that decoding takes and the picture holds
   */
  public Picture decode(ByteBuffer file, PictureHead head, TensorScope scope) {
    scope.reserve(head.pixels() * head.bytesPerPixel());
    FileInput input = new FileInput(file);
    Picture picture;
    try {
      picture = read(file, input, head);
    } catch (Fault fault) {
      throw fault;
    } catch (OutOfMemoryError exhausted) {
      throw new Overloaded(
          Overloaded.Reason.MEMORY,
          RETRY_AFTER,
          "there is no memory for a picture of %d x %d pixels"
              .formatted(head.storedWidth(), head.storedHeight()));
    } catch (IOException | RuntimeException | Error broken) {
      throw damaged(head, input);
    }
    if (input.isPassed() && !head.format().tellsItsEnd()) {
      throw damaged(head, input);
    }
    if (picture.width() != head.storedWidth() || picture.height() != head.storedHeight()) {
      throw new InvalidInput(
          "the head of the %s file says %d x %d pixels, but there are %d x %d"
              .formatted(
                  head.format().text(),
                  head.storedWidth(),
                  head.storedHeight(),
                  picture.width(),
                  picture.height()));
    }
    return head.orientation().apply(picture);
  }

  private Picture read(ByteBuffer file, FileInput input, PictureHead head) throws IOException {
    ImageReader reader = readers.open(head.format());
    try {
      reader.setInput(input, true, true);
      return switch (head.format()) {
        case JPEG -> {
          JpegHead jpeg = JpegHead.read(new FileBytes(file));
          var raster = reader.readRaster(0, null);
          yield JpegColours.picture(
              raster.getWidth(), raster.getHeight(), jpeg.colour(), Rasters.samples(raster, 0));
        }
        case GIF -> onScreen(reader.read(0), GifHead.read(new FileBytes(file)));
        case PNG, WEBP, BMP -> Rasters.picture(reader.read(0));
      };
    } finally {
      reader.dispose();
    }
  }

  /** What lies beside the first frame is transparent. */
  private static Picture onScreen(BufferedImage frame, GifHead screen) {
    Picture picture = Rasters.picture(frame);
    boolean fills = picture.width() == screen.width() && picture.height() == screen.height();
    if (fills) {
      return picture;
    }
    byte[] pixels = new byte[screen.width() * screen.height() * Picture.RGBA];
    for (int y = 0; y < picture.height(); y++) {
      int at = ((screen.top() + y) * screen.width() + screen.left()) * Picture.RGBA;
      for (int x = 0; x < picture.width(); x++) {
        for (int c = 0; c < Picture.RGBA; c++) {
          boolean opaque = c >= picture.channels();
          pixels[at++] = opaque ? (byte) 0xFF : (byte) picture.sample(x, y, c);
        }
      }
    }
    return new Picture(screen.width(), screen.height(), Picture.RGBA, pixels);
  }

  private static InvalidInput damaged(PictureHead head, FileInput input) {
    return new InvalidInput(
        input.isPassed()
            ? "the %s file is truncated: it ends after %d bytes, before its last pixel"
                .formatted(head.format().text(), input.length())
            : "the %s file of %d bytes is damaged and cannot be decoded"
                .formatted(head.format().text(), input.length()));
  }
}
