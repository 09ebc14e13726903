package io.salver.api.catalogue;

import io.salver.recommend.catalogue.Change;
import java.util.ArrayList;
import java.util.List;

/** Changes that are written together, and the lines that they came in. Not thread-safe. */
final class Batch {

  private final List<Change> changes = new ArrayList<>();
  private final List<Long> lines = new ArrayList<>();
  private long bytes;

  void add(long line, Change change, long size) {
    changes.add(change);
    lines.add(line);
    bytes += size;
  }

  int size() {
    return changes.size();
  }

  long bytes() {
    return bytes;
  }

  long line(int index) {
    return lines.get(index);
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }
}
