package engine.hostile;

/** What must become of a request. */
enum Expect {
  /** It is valid: it must be answered, and with its own elements. */
  OK,
  /** It is invalid by construction: the client must be told that it is its fault. */
  FAULT,
  /** It is invalid, and so broken that hanging up is an answer. */
  FAULT_OR_CLOSE,
  /** Nobody knows whether it is still valid: anything but a fault of the server. */
  ANY;

  String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  static Expect named(String word) {
    return valueOf(word.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
  }
}
