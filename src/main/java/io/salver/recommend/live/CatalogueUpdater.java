package io.salver.recommend.live;

import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.NumberedChange;
import io.salver.recommend.catalogue.User;
import java.util.List;

/** Applies changes to what requests read. Confined to the follower's thread. */
final class CatalogueUpdater {

  private final Catalogue catalogue;
  private final CatalogueListener listener;

  CatalogueUpdater(Catalogue catalogue, CatalogueListener listener) {
    this.catalogue = catalogue;
    this.listener = listener;
  }

  /**
   * Applies changes in order.
   *
   * @param areNew false while the past is read at start
   * @return the items that changed
   */
  ChangedItems apply(List<NumberedChange> changes, boolean areNew) {
    ChangedItems changed = new ChangedItems();
    for (NumberedChange numbered : changes) {
      switch (numbered.change()) {
        case Change.PutItem put ->
            changed.put(
                catalogue.items().put(put.item().id(), put.item().attributes()),
                put.item().image());
        case Change.RemoveItem remove -> {
          int row = catalogue.items().remove(remove.item());
          if (row != IdDirectory.ABSENT) {
            changed.remove(row);
            listener.removed(row);
          }
        }
        case Change.PutUser put -> put(put.user());
        case Change.RemoveUser remove -> {
          int row = catalogue.users().remove(remove.user());
          if (row != IdDirectory.ABSENT) {
            catalogue.histories().clear(row);
          }
        }
        case Change.Record happened -> add(happened.event(), areNew);
      }
    }
    return changed;
  }

  private void put(User user) {
    int row = catalogue.users().put(user.id(), user.features());
    catalogue.histories().begin(row, user.history().stream().mapToLong(Long::longValue).toArray());
  }

  /** A user becomes known by its first event. */
  private void add(Event event, boolean isNew) {
    int user = catalogue.users().ids().claim(event.user());
    if (event.type().isInteraction()) {
      catalogue.histories().append(user, event.item());
    }
    listener.happened(event, user, catalogue.items().ids().row(event.item()), isNew);
  }
}
