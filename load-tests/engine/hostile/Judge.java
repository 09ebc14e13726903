package engine.hostile;

import java.util.Arrays;
import java.util.Optional;

/** Holds what came back against what had to. Pure. */
final class Judge {

  private Judge() {}

  /** What can go wrong. */
  enum Failure {
    CRASH("crashes"),
    HANG("hangs"),
    SERVER_ERROR("5xx for client faults"),
    SILENT_SUCCESS("silent 2xx"),
    WRONG_ANSWER("valid requests answered with other elements"),
    REFUSED_VALID("valid requests refused"),
    UNANSWERED("requests without the answer they must get");

    private final String words;

    Failure(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static Optional<Failure> judge(Case request, Reception reception) {
    return switch (reception.kind()) {
      case SILENT -> Optional.of(Failure.HANG);
      case UNREACHABLE -> Optional.of(Failure.CRASH);
      case SERVER_FAULT -> Optional.of(Failure.SERVER_ERROR);
      case CLOSED -> failureIf(mustAnswer(request.expect()), Failure.UNANSWERED);
      case CLIENT_FAULT -> failureIf(request.expect() == Expect.OK, Failure.REFUSED_VALID);
      case SUCCESS -> ofSuccess(request, reception);
    };
  }

  private static Optional<Failure> ofSuccess(Case request, Reception reception) {
    if (request.expect() == Expect.FAULT || request.expect() == Expect.FAULT_OR_CLOSE) {
      return Optional.of(Failure.SILENT_SUCCESS);
    }
    boolean equal =
        request.echo().map(echo -> Arrays.equals(echo, reception.elements())).orElse(true);
    return failureIf(!equal, Failure.WRONG_ANSWER);
  }

  private static boolean mustAnswer(Expect expect) {
    return expect == Expect.OK || expect == Expect.FAULT;
  }

  private static Optional<Failure> failureIf(boolean failed, Failure failure) {
    return failed ? Optional.of(failure) : Optional.empty();
  }
}
