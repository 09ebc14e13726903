package io.salver.sound;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names what a file that is not read probably is, for messages. */
final class FileKind {

  /** Where the bytes lie that tell a kind, and which they are. */
  private record Mark(int offset, String bytes) {}

  private static final Map<Mark, String> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put(new Mark(4, "ftyp"), "an MP4 or M4A file");
    KINDS.put(new Mark(0, "\u001aE\u00df\u00a3"), "a WebM or Matroska file");
    KINDS.put(new Mark(0, "OggS"), "an OGG file without Vorbis (Opus and others are not read)");
    KINDS.put(new Mark(0, "FORM"), "an AIFF file");
    KINDS.put(new Mark(0, "#!AMR"), "an AMR file");
    KINDS.put(new Mark(0, "MThd"), "a MIDI file");
    KINDS.put(new Mark(0, "caff"), "a CAF file");
    KINDS.put(new Mark(0, "\u00ff\u00f1"), "an AAC stream");
    KINDS.put(new Mark(0, "\u00ff\u00f9"), "an AAC stream");
    KINDS.put(new Mark(8, "AVI "), "an AVI file");
    KINDS.put(new Mark(8, "WEBP"), "a WebP picture");
    KINDS.put(new Mark(0, "\u0089PNG"), "a PNG picture");
    KINDS.put(new Mark(0, "\u00ff\u00d8\u00ff"), "a JPEG picture");
    KINDS.put(new Mark(0, "GIF8"), "a GIF picture");
    KINDS.put(new Mark(0, "%PDF"), "a PDF document");
    KINDS.put(new Mark(0, "PK\u0003\u0004"), "a ZIP file");
  }

  private FileKind() {}

  static String of(ByteBuffer bytes) {
    if (bytes.limit() == 0) {
      return "an empty file";
    }
    byte[] head = new byte[Math.min(bytes.limit(), 16)];
    bytes.get(0, head);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return KINDS.entrySet().stream()
        .filter(each -> text.startsWith(each.getKey().bytes(), each.getKey().offset()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(
            () ->
                "%d bytes that begin with %s"
                    .formatted(bytes.limit(), HexFormat.ofDelimiter(" ").formatHex(head)));
  }
}
