package io.salver.recommend.live;

import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.CatalogueService.Outcome;
import io.salver.recommend.catalogue.Change;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One catalogue that serves: what requests read, kept up to date by its follower, and the way for
 * changes. Thread-safe. Closed by {@link LiveCatalogues}.
 */
public final class LiveCatalogue {

  private final Catalogue catalogue;
  private final Follower follower;
  private final GroupCommit writer;
  private final Optional<Snapshots.Found> snapshot;

  LiveCatalogue(
      Catalogue catalogue,
      Follower follower,
      GroupCommit writer,
      Optional<Snapshots.Found> snapshot) {
    this.catalogue = catalogue;
    this.follower = follower;
    this.writer = writer;
    this.snapshot = snapshot;
  }

  /** What requests read. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** The sequence of the last change that requests see. */
  public long position() {
    return follower.position();
  }

  /**
   * Where a listener of that name saved its content, and the position of it, if it did.
   *
   * @param directory what {@link ItemListener.Capture#write} filled
   * @param position from which it is to be attached
   */
  public record Saved(Path directory, long position) {}

  /** What a listener of that name saved last. */
  public Optional<Saved> saved(String listener) {
    return snapshot.flatMap(
        found -> found.part(listener).map(part -> new Saved(part, found.position())));
  }

  /**
   * Has {@code listener} follow the items; blocks until it knows all of them.
   *
   * @param from the position up to which it knows them already; 0 for none
   * @throws io.salver.fault.Fault what the listener or the store threw
   */
  public void attach(ItemListener listener, long from) {
    Waiting.join(follower.attach(listener, from));
  }

  /** Has {@code listener} hear of nothing any more; blocks until that is so. */
  public void detach(ItemListener listener) {
    Waiting.join(follower.detach(listener));
  }

  CompletionStage<List<Outcome>> write(List<Change> changes) {
    return writer.write(changes);
  }

  /** Writes what waits, applies it, and stops. */
  void close() {
    writer.close();
    follower.close();
  }
}
