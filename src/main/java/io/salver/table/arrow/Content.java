package io.salver.table.arrow;

import io.salver.fault.InvalidInput;
import io.salver.table.RowsBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What bytes of any length are: text or bytes. */
enum Content {
  TEXT,
  BYTES;

  /** Puts those bytes into the current row. */
  void put(ByteBuffer bytes, RowsBuilder rows, int place, String name) {
    switch (this) {
      case TEXT -> rows.text(place, text(bytes, rows, name));
      case BYTES -> rows.bytes(place, bytes);
    }
  }

  private static String text(ByteBuffer bytes, RowsBuilder rows, String name) {
    rows.requireFits(bytes.remaining());
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    String text = new String(copy, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0 && !isText(bytes)) {
      throw new InvalidInput(
          "rows[%d].%s: a text in UTF-8 is expected, not other bytes"
              .formatted(rows.count() - 1, name));
    }
    return text;
  }

  private static boolean isText(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate());
      return true;
    } catch (CharacterCodingException other) {
      return false;
    }
  }
}
