package io.salver.recommend.live;

import io.salver.recommend.catalogue.Event;

/** Hears what happens in a catalogue, on its follower's thread; must be quick and not throw. */
public interface CatalogueListener {

  /** Hears nothing. */
  CatalogueListener NONE =
      new CatalogueListener() {
        @Override
        public void happened(Event event, int userRow, int itemRow, boolean isNew) {}

        @Override
        public void removed(int itemRow) {}

        @Override
        public void pastRead() {}
      };

  /**
   * An event was applied.
   *
   * @param userRow the row of its user
   * @param itemRow the row of its item, or ABSENT for one that the catalogue does not have
   * @param isNew false while the past is read at start
   */
  void happened(Event event, int userRow, int itemRow, boolean isNew);

  /** There is no item in that row any more. */
  void removed(int itemRow);

  /** The past was read; what comes now is new. */
  void pastRead();
}
