package engine.load;

import io.grpc.Status;

/** What became of a request, in the same words for both protocols. */
public enum Outcome {
  /** Answered. */
  OK,
  /** Refused for want of room: 503, UNAVAILABLE, 429. */
  REFUSED,
  /** Its deadline passed: 504, DEADLINE_EXCEEDED. */
  LATE,
  /** Anything else, or no answer at all. */
  FAILED;

  static Outcome ofHttp(int status) {
    return switch (status) {
      case 200 -> OK;
      case 429, 503 -> REFUSED;
      case 504 -> LATE;
      default -> FAILED;
    };
  }

  static Outcome ofGrpc(Status status) {
    return switch (status.getCode()) {
      case OK -> OK;
      case UNAVAILABLE, RESOURCE_EXHAUSTED -> REFUSED;
      case DEADLINE_EXCEEDED -> LATE;
      default -> FAILED;
    };
  }
}
