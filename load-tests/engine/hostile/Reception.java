package engine.hostile;

/**
 * What came back.
 *
 * @param code the HTTP status or the gRPC code; {@code closed}, {@code silent} or {@code
 *     unreachable} where none came
 * @param kind what that means
 * @param elements the first output in binary form; empty without a success
 * @param text the explanation
 */
record Reception(Kind kind, String code, byte[] elements, String text) {

  enum Kind {
    SUCCESS,
    CLIENT_FAULT,
    SERVER_FAULT,
    CLOSED,
    SILENT,
    UNREACHABLE
  }

  static Reception without(Kind kind, String text) {
    return new Reception(kind, kind.name().toLowerCase(java.util.Locale.ROOT), new byte[0], text);
  }
}
