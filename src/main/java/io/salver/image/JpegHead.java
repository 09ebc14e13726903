package io.salver.image;

import io.salver.fault.InvalidInput;

/**
 * The segments of a JPEG file before its first scan (ITU-T T.81, annex B).
 *
 * @param colour how the samples of a pixel are meant
 * @param isProgressive whether a pixel is refined by several scans
 */
record JpegHead(
    int width, int height, Colour colour, Orientation orientation, boolean isProgressive) {

  /** Scans of one file; an encoder makes some ten, and each costs a pass over all pixels. */
  private static final int MAX_SCANS = 100;

  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final int SOS = 0xDA;
  private static final int EOI = 0xD9;

  /** What the components are. */
  enum Colour {
    GRAY(1),
    RGB(3),
    YCBCR(3),
    CMYK(4),
    YCCK(4);

    private final int components;

    Colour(int components) {
      this.components = components;
    }

    int components() {
      return components;
    }
  }

  static JpegHead read(FileBytes file) {
    return new Segments(file).read();
  }

  PictureHead head() {
    int components = colour.components();
    int decoded = components + (components == 4 ? Picture.RGB : 0);
    int coefficients = isProgressive ? 2 * components : 0;
    int turned = orientation == Orientation.UPRIGHT ? 0 : Math.min(components, Picture.RGB);
    return new PictureHead(
        PictureFormat.JPEG, width, height, orientation, decoded + coefficients + turned);
  }

  /** Walks from segment to segment. */
  private static final class Segments {

    private final FileBytes file;
    private Orientation orientation = Orientation.UPRIGHT;
    private boolean isJfif;
    private int adobeTransform = -1;
    private long frame = -1;
    private boolean isProgressive;

    Segments(FileBytes file) {
      this.file = file;
    }

    JpegHead read() {
      long at = 2;
      int marker = 0;
      while (marker != SOS) {
        while (file.u8(at) != 0xFF || file.u8(at + 1) == 0xFF || file.u8(at + 1) == 0) {
          at++;
        }
        marker = file.u8(at + 1);
        if (marker == EOI) {
          throw new InvalidInput("the JPEG file has no picture in it");
        }
        boolean alone = (marker >= 0xD0 && marker <= 0xD8) || marker == 0x01;
        if (!alone) {
          int length = file.u16(at + 2);
          segment(marker, at + 4, length - 2);
          at += length;
        }
        at += 2;
      }
      if (frame < 0) {
        throw new InvalidInput("the JPEG file has pixels before it says how many");
      }
      walkScans(at);
      return new JpegHead(
          file.u16(frame + 3), file.u16(frame + 1), colour(), orientation, isProgressive);
    }

    private void segment(int marker, long at, int length) {
      if (length < 0) {
        throw new InvalidInput("the JPEG file has a segment of a negative length");
      }
      boolean tables = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
      if (marker >= 0xC0 && marker <= 0xCF && !tables && frame < 0) {
        frame = at;
        isProgressive = marker == 0xC2;
        return;
      }
      switch (marker) {
        case APP0 -> isJfif |= length >= 14 && file.has(at, "JFIF\0");
        case APP1 -> {
          if (orientation == Orientation.UPRIGHT && file.has(at, "Exif\0")) {
            orientation = Exif.orientation(file, at + 6, length - 6L);
          }
        }
        case APP14 -> {
          if (length >= 12 && file.has(at, "Adobe")) {
            adobeTransform = file.u8(at + 11);
          }
        }
        default -> {}
      }
    }

    /** As the IJG's library decides (jdapimin.c, default_decompress_parms). */
    private Colour colour() {
      int components = file.u8(frame + 5);
      return switch (components) {
        case 1 -> Colour.GRAY;
        case 3 -> isRgb() ? Colour.RGB : Colour.YCBCR;
        case 4 -> adobeTransform <= 0 ? Colour.CMYK : Colour.YCCK;
        default ->
            throw new InvalidInput(
                "the JPEG file has %d components; 1, 3 or 4 are expected".formatted(components));
      };
    }

    private boolean isRgb() {
      if (isJfif) {
        return false;
      }
      return adobeTransform >= 0
          ? adobeTransform == 0
          : file.u8(frame + 6) == 'R' && file.u8(frame + 9) == 'G' && file.u8(frame + 12) == 'B';
    }

    /**
     * Walks over the scans to the end of the picture.
     *
     * @param at behind the head of the first scan
     */
    private void walkScans(long at) {
      int scans = 1;
      long place = at;
      while (place + 1 < file.size()) {
        int marker = file.u8(place) == 0xFF ? file.u8(place + 1) : 0;
        boolean isData = marker == 0 || (marker >= 0xD0 && marker <= 0xD7);
        if (isData || marker == 0xFF) {
          place++;
        } else if (marker == EOI) {
          return;
        } else {
          if (marker == SOS && ++scans > MAX_SCANS) {
            throw new InvalidInput("the JPEG file has more than %d scans".formatted(MAX_SCANS));
          }
          place += 2L + file.u16(place + 2);
        }
      }
      throw new InvalidInput(
          "the JPEG file is truncated: it ends after %d bytes, before its picture does"
              .formatted(file.size()));
    }
  }
}
