package io.salver.recommend.pipeline;

import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.feature.Feature;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongToIntFunction;

/** The newest part of a history, as rows for features and as codes for models. Immutable. */
final class HistoryReader {

  private final IdDirectory items;
  private final Optional<Feature.Identity> identity;
  private final int length;

  HistoryReader(IdDirectory items, Optional<Feature.Identity> identity, int length) {
    this.items = items;
    this.identity = identity;
    this.length = length;
  }

  /** Rows of the last items that the catalogue has, oldest first. */
  int[] rows(long[] history) {
    return newest(history, items::row, IdDirectory.ABSENT);
  }

  /** Codes of the last items that the models know, oldest first. */
  int[] codes(long[] history) {
    return identity.isPresent() ? newest(history, identity.get()::code, 0) : new int[0];
  }

  private int[] newest(long[] history, LongToIntFunction mapped, int unknown) {
    int[] found = new int[Math.min(length, history.length)];
    int start = found.length;
    for (int i = history.length - 1; i >= 0 && start > 0; i--) {
      int each = mapped.applyAsInt(history[i]);
      if (each != unknown) {
        found[--start] = each;
      }
    }
    return Arrays.copyOfRange(found, start, found.length);
  }
}
