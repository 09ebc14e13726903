package io.salver.image;

/** Reads the orientation out of EXIF data, which is a small TIFF file (TIFF 6.0, section 2). */
final class Exif {

  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY = 12;
  private static final int MAX_ENTRIES = 512;

  private Exif() {}

  /**
   * The orientation that the EXIF data at {@code start}, {@code length} bytes long, tells; upright
   * where it tells none or is damaged, for a picture can be seen without it.
   */
  static Orientation orientation(FileBytes file, long start, long length) {
    boolean little = file.has(start, "II*\0");
    if (!little && !file.has(start, "MM\0*")) {
      return Orientation.UPRIGHT;
    }
    long end = Math.min(start + length, file.size());
    if (start + 8 > end) {
      return Orientation.UPRIGHT;
    }
    long directory = start + (little ? file.u32Little(start + 4) : file.u32(start + 4));
    if (directory + 2 > end) {
      return Orientation.UPRIGHT;
    }
    int entries = Math.min(MAX_ENTRIES, u16(file, directory, little));
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY;
      if (entry + ENTRY > end) {
        return Orientation.UPRIGHT;
      }
      if (u16(file, entry, little) == ORIENTATION && u16(file, entry + 2, little) == SHORT) {
        return Orientation.of(u16(file, entry + 8, little));
      }
    }
    return Orientation.UPRIGHT;
  }

  private static int u16(FileBytes file, long at, boolean little) {
    return little ? file.u16Little(at) : file.u16(at);
  }
}
