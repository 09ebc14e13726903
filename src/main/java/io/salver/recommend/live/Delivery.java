package io.salver.recommend.live;

import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.ChangeLog;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.Image;
import io.salver.recommend.catalogue.NumberedChange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one listener has been told of. A listener that fell behind, because it failed or came late,
 * is told again from where it stopped; items are then read as they are now. Confined to one thread
 * at a time.
 */
final class Delivery {

  private static final int PAGE = 1_000;

  private final String name;
  private final Catalogue catalogue;
  private final ChangeLog log;
  private final ItemListener listener;
  private long position;

  /** A listener that knows everything up to {@code position}. */
  Delivery(String name, Catalogue catalogue, ChangeLog log, ItemListener listener, long position) {
    this.name = name;
    this.catalogue = catalogue;
    this.log = log;
    this.listener = listener;
    this.position = position;
  }

  ItemListener listener() {
    return listener;
  }

  long position() {
    return position;
  }

  /** Tells of the changes between two positions, of which the first is its own. */
  void tell(ChangedItems changed, long to) {
    changed.tell(listener);
    position = to;
  }

  /** Reads the log up to {@code target}, or to its end. */
  void catchUp(long target) {
    while (position < target) {
      List<NumberedChange> page = log.after(name, position, PAGE);
      if (page.isEmpty()) {
        return;
      }
      tell(present(page), page.getLast().sequence());
    }
  }

  /** Forgets what lies in rows without an item: removals that were missed have no row any more. */
  void sweep() {
    IdDirectory ids = catalogue.items().ids();
    long[] idByRow = ids.idByRow();
    int[] free = new int[idByRow.length];
    int count = 0;
    for (int row = 0; row < idByRow.length; row++) {
      if (idByRow[row] == 0) {
        free[count++] = row;
      }
    }
    if (count > 0) {
      listener.remove(Arrays.copyOf(free, count));
    }
  }

  private ChangedItems present(List<NumberedChange> page) {
    ChangedItems changed = new ChangedItems();
    for (NumberedChange numbered : page) {
      if (numbered.change() instanceof Change.PutItem put) {
        int row = catalogue.items().ids().row(put.item().id());
        if (row != IdDirectory.ABSENT) {
          Optional<Image> image = put.item().image();
          changed.put(row, image);
        }
      }
    }
    return changed;
  }
}
