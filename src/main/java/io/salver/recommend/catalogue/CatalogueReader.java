package io.salver.recommend.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * Reads back what catalogues keep. Thread-safe; every method blocks and throws {@link
 * io.salver.fault.BackendFailure} when the store fails.
 */
public interface CatalogueReader {

  Optional<Item> item(String catalogue, long id);

  /** Items with an id above {@code after}, by id, at most {@code limit}. */
  List<Item> items(String catalogue, long after, int limit);

  Optional<User> user(String catalogue, long id);

  /** The last events of a user, newest first, at most {@code limit}. */
  List<Event> events(String catalogue, long user, int limit);
}
