package io.salver.repository.triton;

/** A {@code config.pbtxt} that cannot be used; the message tells its author why. */
public final class TritonProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TritonProblem(String message) {
    super(ConfigFile.NAME + ": " + message, null, false, false);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
