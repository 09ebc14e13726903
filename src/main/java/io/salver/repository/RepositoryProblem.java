package io.salver.repository;

/**
 * Something in the repository cannot be used; the message tells the person who put it there why. It
 * stays inside this room, where it becomes the reason of an unusable version.
 */
final class RepositoryProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RepositoryProblem(String message) {
    super(message, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
