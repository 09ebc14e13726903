package io.salver.serving;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a client says its request is a part of (W3C Trace Context, level 1: the fields
 * {@code traceparent} and {@code tracestate}).
 *
 * @param traceId 32 lower-case hexadecimal digits, not all 0
 * @param parentId the caller's span: 16 lower-case hexadecimal digits, not all 0
 * @param sampled whether the caller records the trace
 * @param state what vendors say of it, at most {@value #MAX_STATE} characters, passed on as it is;
 *     may be empty
 */
public record TraceContext(String traceId, String parentId, boolean sampled, String state) {

  private static final int MAX_STATE = 512;
  private static final int MAX_PARENT = 512;

  /** Version, trace, parent, flags; versions to come may say more after them. */
  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private static final String FIRST_VERSION = "00";
  private static final int SAMPLED = 1;

  /**
   * Reads the two fields; empty where the first is not well-formed, which the specification has
   * ignored.
   *
   * @param traceparent the field of that name
   * @param tracestate the field of that name, empty where there is none; one that is too long is
   *     left out
   */
  public static Optional<TraceContext> parse(String traceparent, String tracestate) {
    if (traceparent.length() > MAX_PARENT) {
      return Optional.empty();
    }
    Matcher parent = PARENT.matcher(traceparent);
    if (!parent.matches()) {
      return Optional.empty();
    }
    if (parent.group(1).equals(FIRST_VERSION) && parent.group(5) != null) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(parent.group(4), 16) & SAMPLED) != 0;
    String state = tracestate.length() > MAX_STATE ? "" : tracestate;
    return Optional.of(new TraceContext(parent.group(2), parent.group(3), sampled, state));
  }
}
