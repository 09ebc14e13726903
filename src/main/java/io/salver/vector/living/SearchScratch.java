package io.salver.vector.living;

import io.salver.vector.IdFilter;

/** Memory that one search needs at a time, used by one after the other. */
final class SearchScratch {

  private long[] words = new long[0];
  private final RowScan scan;

  SearchScratch(RowScan scan) {
    this.scan = scan;
  }

  RowScan scan() {
    return scan;
  }

  /** The ids that both allow, at this moment; valid until the next call. */
  IdFilter intersection(IdFilter first, IdFilter second) {
    int limit = Math.min(first.limit(), second.limit());
    int count = (limit + 63) >>> 6;
    if (words.length < count) {
      words = new long[count + count / 8];
    }
    long[] left = first.words();
    long[] right = second.words();
    for (int i = 0; i < count; i++) {
      words[i] = left[i] & right[i];
    }
    return IdFilter.over(words, limit);
  }
}
