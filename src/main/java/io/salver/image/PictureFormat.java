package io.salver.image;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats that are read, told apart by how their files begin. */
public enum PictureFormat {
  JPEG("JPEG", "\u00FF\u00D8\u00FF", 0, ""),
  PNG("PNG", "\u0089PNG\r\n\u001A\n", 0, ""),
  WEBP("WebP", "RIFF", 8, "WEBP"),
  GIF("GIF", "GIF8", 5, "a"),
  BMP("BMP", "BM", 0, "");

  private static final int SHOWN = 8;

  private final String text;
  private final String magic;
  private final int at;
  private final String further;

  PictureFormat(String text, String magic, int at, String further) {
    this.text = text;
    this.magic = magic;
    this.at = at;
    this.further = further;
  }

  /** As people write it. */
  public String text() {
    return text;
  }

  /**
   * Whether the head of a file says where it ends, so that a truncated one was found out by then;
   * of others a decoder finds out when it asks for more than there is.
   */
  boolean tellsItsEnd() {
    return this == JPEG || this == WEBP;
  }

  /** The format of a file that begins like one. */
  public static Optional<PictureFormat> of(ByteBuffer file) {
    FileBytes bytes = new FileBytes(file);
    return Arrays.stream(values())
        .filter(each -> bytes.has(0, each.magic) && bytes.has(each.at, each.further))
        .findFirst();
  }

  static PictureFormat require(ByteBuffer file) {
    return of(file).orElseThrow(() -> unknown(new FileBytes(file)));
  }

  private static InvalidInput unknown(FileBytes bytes) {
    String known =
        Arrays.stream(values()).map(PictureFormat::text).collect(Collectors.joining(", "));
    if (bytes.size() == 0) {
      return new InvalidInput("the file is empty, and none of " + known);
    }
    StringBuilder hex = new StringBuilder();
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < Math.min(SHOWN, bytes.size()); i++) {
      int value = bytes.u8(i);
      hex.append(hex.isEmpty() ? "" : " ").append("%02x".formatted(value));
      plain.append(value >= ' ' && value < 0x7F ? (char) value : '.');
    }
    return new InvalidInput(
        "the file begins with %s ('%s') and is none of %s".formatted(hex, plain, known));
  }
}
