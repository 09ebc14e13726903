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

  /**
   * Tells of everything up to {@code target} that is still to be told.
   *
   * @param target up to which the catalogue has applied its log: what came later has no row yet,
   *     and is told when it gets one
   */
  void catchUp(long target) {
    while (position < target) {
      List<NumberedChange> page = log.after(name, position, PAGE);
      List<NumberedChange> applied =
          page.stream().filter(each -> each.sequence() <= target).toList();
      boolean isLast = applied.size() < page.size() || page.isEmpty();
      tell(present(applied), isLast ? target : page.getLast().sequence());
    }
  }

  /**
   * Brings a listener that fell behind to {@code target}; nothing else may change the catalogue
   * meanwhile.
   */
  void mend(long target) {
    sweep(); // first: it is done again if anything fails before the end
    catchUp(target);
  }

  /** Forgets what lies in rows without an item: removals that were missed have no row any more. */
  private void sweep() {
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
