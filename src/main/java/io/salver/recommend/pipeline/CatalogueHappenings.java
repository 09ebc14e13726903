package io.salver.recommend.pipeline;

import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.live.CatalogueListener;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the popularity of a catalogue's items by segment, and passes new events on. Called by one
 * thread at a time; the counts are read by any.
 */
final class CatalogueHappenings implements CatalogueListener {

  private final Catalogue catalogue;
  private final Consumer<Event> events;
  private volatile Optional<SegmentPopularity> segments = Optional.empty();

  CatalogueHappenings(Catalogue catalogue, Consumer<Event> events) {
    this.catalogue = catalogue;
    this.events = events;
  }

  /** What is popular by segment as {@code policy} says; counted anew where that has changed. */
  Optional<SegmentPopularity> popularity(PopularityPolicy policy) {
    Optional<SegmentPopularity> present = segments;
    if (present.isPresent() && present.get().policy().equals(policy)) {
      return present;
    }
    segments =
        policy.segments().isEmpty() ? Optional.empty() : Optional.of(new SegmentPopularity(policy));
    pastRead();
    return segments;
  }

  @Override
  public void happened(Event event, int userRow, int itemRow, boolean isNew) {
    if (!isNew) {
      return;
    }
    if (event.type().isInteraction() && itemRow != IdDirectory.ABSENT) {
      segments.ifPresent(
          counted -> counted.count(counted.user(catalogue.users(), userRow), itemRow, 1));
    }
    events.accept(event);
  }

  @Override
  public void removed(int itemRow) {
    segments.ifPresent(counted -> counted.forget(itemRow));
  }

  /** Counts all histories, which hold the events of the past. */
  @Override
  public void pastRead() {
    segments.ifPresent(this::countHistories);
  }

  private void countHistories(SegmentPopularity counted) {
    int users = catalogue.users().ids().limit();
    for (int user = 0; user < users; user++) {
      var values = counted.user(catalogue.users(), user);
      for (long item : catalogue.histories().of(user)) {
        int row = catalogue.items().ids().row(item);
        if (row != IdDirectory.ABSENT) {
          counted.count(values, row, 1);
        }
      }
    }
  }
}
