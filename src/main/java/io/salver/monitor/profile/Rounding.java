package io.salver.monitor.profile;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as profiles have them: rounded to seven decimal digits, half to even. */
public final class Rounding {

  private static final MathContext SEVEN = new MathContext(7, RoundingMode.HALF_EVEN);

  private Rounding() {}

  /** The finite number, rounded. */
  public static double toSeven(double number) {
    return new BigDecimal(number).round(SEVEN).doubleValue();
  }
}
