package io.salver.recommend.live;

import io.salver.recommend.catalogue.Image;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The items that some changes left behind, by row: put or removed. Not thread-safe. */
final class ChangedItems {

  private static final int CHUNK = 256;

  private final Map<Integer, Optional<Image>> put = new LinkedHashMap<>();
  private final Map<Integer, Boolean> removed = new LinkedHashMap<>();

  void put(int row, Optional<Image> image) {
    removed.remove(row);
    put.put(row, image);
  }

  void remove(int row) {
    put.remove(row);
    removed.put(row, true);
  }

  boolean isEmpty() {
    return put.isEmpty() && removed.isEmpty();
  }

  /** Tells {@code listener}, the removed first. */
  void tell(ItemListener listener) {
    if (!removed.isEmpty()) {
      listener.remove(rows(removed));
    }
    Map<Integer, Optional<Image>> chunk = new HashMap<>();
    for (Map.Entry<Integer, Optional<Image>> entry : put.entrySet()) {
      chunk.put(entry.getKey(), entry.getValue());
      if (chunk.size() == CHUNK) {
        tell(listener, chunk);
        chunk.clear();
      }
    }
    if (!chunk.isEmpty()) {
      tell(listener, chunk);
    }
  }

  private static void tell(ItemListener listener, Map<Integer, Optional<Image>> chunk) {
    listener.put(rows(chunk), row -> chunk.getOrDefault(row, Optional.empty()));
  }

  private static int[] rows(Map<Integer, ?> byRow) {
    return byRow.keySet().stream().mapToInt(Integer::intValue).toArray();
  }
}
