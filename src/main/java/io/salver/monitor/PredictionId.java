package io.salver.monitor;

/**
 * Which prediction: what a label that comes later refers to, and a line of the prediction log.
 *
 * @param request the id of the request, which its answer bears: the client's own, or one that was
 *     drawn for it; 1 to {@value #LONGEST} printable characters of ASCII
 * @param index place of the row, text, picture or sound in the request, from 0
 */
public record PredictionId(String request, int index) {

  /** Most characters of a request's id. */
  public static final int LONGEST = 128;

  /** Checks what the comment says. */
  public PredictionId {
    if (!isRequestId(request)) {
      throw new IllegalArgumentException("'%s' is no id of a request".formatted(request));
    }
    if (index < 0) {
      throw new IllegalArgumentException("index must not be negative, received " + index);
    }
  }

  /** Whether a text can be the id of a request. */
  public static boolean isRequestId(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(character -> character > ' ' && character < 0x7F);
  }
}
