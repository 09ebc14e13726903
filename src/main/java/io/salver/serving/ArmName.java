package io.salver.serving;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An arm of a rollout.
 *
 * @param rollout the name of the rollout
 * @param arm its name there
 */
public record ArmName(String rollout, String arm) {

  private static final char FIRST = '!';
  private static final char LAST = '~';

  /**
   * Both as one text that fits into any header: what is not visible ASCII is a question mark there.
   */
  public String text() {
    StringBuilder text = new StringBuilder(rollout.length() + 1 + arm.length());
    (rollout + "/" + arm)
        .chars()
        .forEach(each -> text.append(each >= FIRST && each <= LAST ? (char) each : '?'));
    return text.toString();
  }

  /** Several arms as one text. */
  public static String text(List<ArmName> arms) {
    return arms.stream().map(ArmName::text).collect(Collectors.joining(", "));
  }
}
