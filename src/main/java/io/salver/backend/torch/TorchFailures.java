package io.salver.backend.torch;

/** Shortens PyTorch's errors, which bring a stack of C++ and script frames, to what they say. */
final class TorchFailures {

  private TorchFailures() {}

  /** The first line that says something, without the frames. */
  static String summary(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    return message.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
  }
}
