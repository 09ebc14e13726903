package io.salver.serving;

import io.salver.fault.InvalidInput;
import io.salver.monitor.PredictionId;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a request is called: by its client, or by a name that was drawn for it. The answer bears it,
 * and a label that comes later refers to it.
 *
 * @param text 1 to {@value PredictionId#LONGEST} printable characters of ASCII
 */
public record RequestId(String text) {

  private static final HexFormat HEX = HexFormat.of();
  private static final int SHOWN = 40;

  /** Names of this process begin so, and its counter begins there. */
  private static final String PROCESS = HEX.toHexDigits(new SecureRandom().nextLong());

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final AtomicLong COUNTER = new AtomicLong(new SecureRandom().nextLong());

  /**
   * A name that the client gives.
   *
   * @param where it stands, for the complaint about it
   * @throws InvalidInput when it can be none
   */
  public static RequestId given(String where, String text) {
    if (!PredictionId.isRequestId(text)) {
      throw new InvalidInput(
          "%s expects 1 to %d printable characters of ASCII without spaces, received %s"
              .formatted(where, PredictionId.LONGEST, shown(text)));
    }
    return new RequestId(text);
  }

  /** Whether a text can be one. */
  public static boolean isOne(String text) {
    return PredictionId.isRequestId(text);
  }

  /** A name that no other request has, in any process: 32 digits in base 16. */
  public static RequestId draw() {
    return draw("");
  }

  /** The same after that {@code prefix}. */
  public static RequestId draw(String prefix) {
    return new RequestId(prefix + PROCESS + HEX.toHexDigits(mixed(COUNTER.incrementAndGet())));
  }

  /** Another number for each number (Steele et al. 2014, SplitMix64). */
  private static long mixed(long count) {
    long z = count * GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static String shown(String text) {
    return text.isEmpty()
        ? "nothing"
        : text.length() > PredictionId.LONGEST
            ? text.length() + " characters"
            : "'"
                + text.substring(0, Math.min(SHOWN, text.length())).replaceAll("[^ -~]", "?")
                + "'";
  }

  @Override
  public String toString() {
    return text;
  }
}
