package io.salver.serving;

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
}
