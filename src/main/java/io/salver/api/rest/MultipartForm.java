package io.salver.api.rest;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads a body of {@code multipart/form-data} (RFC 7578 and RFC 2046 section 5.1.1), which is whole
 * in memory: its parts are slices of the body. One use; not thread-safe.
 */
final class MultipartForm {

  /** Most parts of a form. */
  static final int MAX_PARTS = 128;

  /** Most bytes before the content of a part. */
  static final int MAX_HEAD_BYTES = 8 * 1024;

  /** Most characters of a boundary (RFC 2046 section 5.1.1). */
  private static final int MAX_BOUNDARY = 70;

  private final ByteBuffer body;
  private final int end;
  private final byte[] delimiter;
  private int at;

  private MultipartForm(ByteBuffer body, String boundary) {
    this.body = body;
    this.end = body.limit();
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * One part.
   *
   * @param name of the field
   * @param isFile whether it has the name of a file or a media type that is no text
   * @param content a slice of the body
   */
  record Part(String name, boolean isFile, ByteBuffer content) {}

  /**
   * Reads the parts of {@code body}, from position 0, in their order.
   *
   * @throws InvalidInput when the body is not well-formed, or has too many parts
   */
  static void read(ByteBuffer body, ContentType type, Consumer<Part> parts) {
    String boundary =
        type.parameter("boundary")
            .filter(text -> !text.isEmpty())
            .orElseThrow(
                () -> new InvalidInput("the Content-Type multipart/form-data has no boundary"));
    if (boundary.length() > MAX_BOUNDARY) {
      throw new InvalidInput(
          "the boundary of the form has %d characters; at most %d are allowed"
              .formatted(boundary.length(), MAX_BOUNDARY));
    }
    new MultipartForm(body, boundary).read(parts);
  }

  private void read(Consumer<Part> parts) {
    // the first delimiter may lack its line break
    at = startsWith(0, 2) ? delimiter.length - 2 : find(0) + delimiter.length;
    for (int count = 0; !isLast(); count++) {
      if (count == MAX_PARTS) {
        throw new InvalidInput("the form has more than " + MAX_PARTS + " parts");
      }
      part(parts);
    }
  }

  /** Whether the delimiter that ends at {@code at} is the last; else goes on behind its line. */
  private boolean isLast() {
    if (at + 1 < end && body.get(at) == '-' && body.get(at + 1) == '-') {
      return true;
    }
    while (at < end && (body.get(at) == ' ' || body.get(at) == '\t')) {
      at++;
    }
    if (at + 1 >= end) {
      throw truncated();
    }
    if (body.get(at) != '\r' || body.get(at + 1) != '\n') {
      throw new InvalidInput("a boundary of the form is not followed by a line break");
    }
    at += 2;
    return false;
  }

  private void part(Consumer<Part> parts) {
    PartHead head = new PartHead();
    int limit = at + MAX_HEAD_BYTES;
    for (String line = line(limit); !line.isEmpty(); line = line(limit)) {
      head.line(line);
    }
    int start = at;
    // an empty part may have the delimiter's line break as that which ends its head
    int close = startsWith(start - 2, 0) ? start - 2 : find(start);
    at = close + delimiter.length;
    int length = Math.max(0, close - start);
    parts.accept(head.part(body.slice(start, length).order(body.order())));
  }

  /** The line at {@code at}, without its break, behind which it goes on. */
  private String line(int limit) {
    int stop = Math.min(limit, end - 1);
    for (int index = at; index < stop; index++) {
      if (body.get(index) == '\r' && body.get(index + 1) == '\n') {
        byte[] bytes = new byte[index - at];
        body.get(at, bytes);
        at = index + 2;
        return new String(bytes, StandardCharsets.UTF_8);
      }
    }
    throw limit < end
        ? new InvalidInput("the head of a part is over " + MAX_HEAD_BYTES + " bytes")
        : truncated();
  }

  /** The place of the next delimiter. */
  private int find(int start) {
    for (int index = start; index <= end - delimiter.length; index++) {
      if (body.get(index) == '\r' && startsWith(index, 0)) {
        return index;
      }
    }
    throw truncated();
  }

  /** Whether the delimiter, without its first {@code skipped} bytes, stands at {@code start}. */
  private boolean startsWith(int start, int skipped) {
    if (start < 0 || start + delimiter.length - skipped > end) {
      return false;
    }
    for (int index = skipped; index < delimiter.length; index++) {
      if (body.get(start + index - skipped) != delimiter[index]) {
        return false;
      }
    }
    return true;
  }

  private InvalidInput truncated() {
    return new InvalidInput(
        "the form ends before its closing boundary '--%s--'"
            .formatted(
                new String(delimiter, 4, delimiter.length - 4, StandardCharsets.ISO_8859_1)));
  }

  /** The header fields of one part. */
  private static final class PartHead {

    private ContentType disposition = ContentType.of("");
    private ContentType type = ContentType.of("");

    void line(String line) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new InvalidInput(
            "a line in the head of a part is no header field: '" + Json.shortened(line) + "'");
      }
      String value = line.substring(colon + 1).trim();
      switch (line.substring(0, colon).trim().toLowerCase(Locale.ROOT)) {
        case "content-disposition" -> disposition = ContentType.of(value);
        case "content-type" -> type = ContentType.of(value);
        case "content-transfer-encoding" -> requirePlain(value);
        default -> {} // of no meaning here
      }
    }

    Part part(ByteBuffer content) {
      String name = disposition.parameter("name").orElse("");
      if (!disposition.type().equals("form-data") || name.isEmpty()) {
        throw new InvalidInput(
            "a part has no field Content-Disposition: form-data with a name, received '"
                + Json.shortened(disposition.type() + disposition.parameters())
                + "'");
      }
      boolean isFile =
          disposition.parameter("filename").isPresent()
              || disposition.parameter("filename*").isPresent()
              || type.isFile();
      return new Part(name, isFile, content);
    }

    private static void requirePlain(String encoding) {
      switch (encoding.toLowerCase(Locale.ROOT)) {
        case "7bit", "8bit", "binary" -> {}
        default ->
            throw new InvalidInput(
                "a part has the Content-Transfer-Encoding '%s'; expected binary"
                    .formatted(Json.shortened(encoding)));
      }
    }
  }
}
