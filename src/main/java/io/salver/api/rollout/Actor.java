package io.salver.api.rollout;

import io.salver.fault.InvalidInput;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who orders, for the log of what happened.
 *
 * @param name of a user who is known, or what somebody nobody knows calls himself
 */
public record Actor(String name) {

  /** The header, and the metadata of a call, in which clients say who they are. */
  public static final String HEADER = "X-Salver-Actor";

  private static final Actor ANONYMOUS = new Actor("anonymous");
  private static final Pattern NAME = Pattern.compile("[\\x20-\\x7e]{1,100}");

  /**
   * Who calls himself {@code given}.
   *
   * @throws InvalidInput when that is no name
   */
  public static Actor called(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return ANONYMOUS;
    }
    if (!NAME.matcher(given).matches()) {
      throw new InvalidInput(
          HEADER + " expects at most 100 characters of ASCII that can be printed");
    }
    return new Actor(given);
  }
}
