package engine.hostile;

import java.util.Optional;

/**
 * One request and what must become of it.
 *
 * @param kind what is wrong with it
 * @param bytes all bytes of an HTTP request, or one gRPC message, or what follows the head of an
 *     HTTP/2 stream
 * @param echo the elements that must come back, in binary; absent where only the status is known
 */
record Case(Way way, String kind, Expect expect, byte[] bytes, Optional<byte[]> echo) {

  /** How it is sent. */
  enum Way {
    REST,
    GRPC,
    FRAME
  }

  static Case of(Way way, String kind, Expect expect, byte[] bytes) {
    return new Case(way, kind, expect, bytes, Optional.empty());
  }

  Case named(String kind) {
    return new Case(way, kind, expect, bytes, echo);
  }
}
