package io.salver.sound;

/** The logarithmic codes of telephony (ITU-T G.711), from 8 bits to integers of 16. */
final class Companding {

  private static final int SIGN = 0x80;
  private static final int MU_LAW_BIAS = 0x84;

  private Companding() {}

  static int aLaw(byte code) {
    int bits = (code ^ 0x55) & 0xFF;
    int exponent = (bits >> 4) & 7;
    int mantissa = (bits & 0xF) << 4;
    int magnitude = exponent == 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
    return (bits & SIGN) != 0 ? magnitude : -magnitude;
  }

  static int muLaw(byte code) {
    int bits = ~code & 0xFF;
    int exponent = (bits >> 4) & 7;
    int magnitude = ((((bits & 0xF) << 3) + MU_LAW_BIAS) << exponent) - MU_LAW_BIAS;
    return (bits & SIGN) != 0 ? -magnitude : magnitude;
  }
}
