package io.salver.api.rest;

import java.util.List;
import java.util.Locale;

/** Which of the media types that can be written a client likes best. Stateless. */
final class Accepted {

  private Accepted() {}

  /**
   * That of {@code offered} with the greatest quality value in the field Accept (RFC 9110 section
   * 12.5.1), the first that it names among equals; the first offered one where it names none.
   */
  static String best(String accept, List<String> offered) {
    String best = offered.getFirst();
    double most = 0;
    for (String range : accept.split(",", -1)) {
      String[] parts = range.trim().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
      double quality = quality(parts);
      if (quality > most) {
        String found = parts[0].equals("*/*") ? offered.getFirst() : parts[0];
        if (offered.contains(found)) {
          best = found;
          most = quality;
        }
      }
    }
    return best;
  }

  /** The quality value of an element; 1 where it has none, 0 where it is no number. */
  static double quality(String[] parts) {
    for (int index = 1; index < parts.length; index++) {
      if (parts[index].startsWith("q=")) {
        try {
          return Double.parseDouble(parts[index].substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
