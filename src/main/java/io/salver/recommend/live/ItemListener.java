package io.salver.recommend.live;

import io.salver.recommend.catalogue.Image;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Something that is computed from items and must follow their changes, such as their embeddings.
 * Called by one thread at a time. What it throws is logged, and the same changes come again later.
 */
public interface ItemListener {

  /** A name that stays the same as long as the same items lead to the same content. */
  String name();

  /**
   * The items in these rows are new or have changed, and can be read in the catalogue.
   *
   * @param images the pictures by row
   */
  void put(int[] rows, IntFunction<Optional<Image>> images);

  /** There are no items in these rows any more; some may be unknown. */
  void remove(int[] rows);

  /** Its content as it is now, to be written while it goes on changing; must be quick. */
  Capture capture();

  /** The content of one moment. Closed by whoever asked for it; used by one thread at a time. */
  interface Capture extends AutoCloseable {

    /** Writes it into an empty directory. */
    void write(Path directory);

    @Override
    void close();
  }
}
