package io.salver.api.catalogue;

import io.salver.fault.InvalidInput;
import io.salver.recommend.catalogue.CatalogueService;

/** The ranges of numbers that name, count or measure something. */
final class Ranges {

  private Ranges() {}

  static long positive(String field, long id) {
    if (id < 1) {
      throw new InvalidInput(field + " expects a positive id, received " + id);
    }
    return id;
  }

  static double finite(String field, double number) {
    if (!Double.isFinite(number)) {
      throw new InvalidInput(field + " expects a number, received " + number);
    }
    return number;
  }

  static void atMost(String field, int size, int limit) {
    if (size > limit) {
      throw new InvalidInput(field + " takes at most " + limit + " entries, received " + size);
    }
  }

  /** How many entries of a list are wanted. */
  static int limit(long wanted) {
    if (wanted < 1 || wanted > CatalogueService.MAX_CHANGES) {
      throw new InvalidInput(
          "limit must be within 1 and " + CatalogueService.MAX_CHANGES + ", received " + wanted);
    }
    return (int) wanted;
  }
}
