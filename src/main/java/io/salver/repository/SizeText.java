package io.salver.repository;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as people write them: a positive whole number, alone or with a binary unit, {@code 64M}.
 */
final class SizeText {

  static final String UNITS = "K, M or G";

  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,9}) ?([KMG]?)");

  private SizeText() {}

  /** Bytes. */
  static Optional<Long> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "K" -> amount << 10;
          case "M" -> amount << 20;
          case "G" -> amount << 30;
          default -> amount;
        });
  }
}
