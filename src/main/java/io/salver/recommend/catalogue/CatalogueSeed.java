package io.salver.recommend.catalogue;

import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * What a catalogue holds before its first change, and of which kinds its columns are: the port of
 * whatever comes with a recommender. Methods block and throw {@link io.salver.fault.BackendFailure}
 * when the seed cannot be read.
 */
public interface CatalogueSeed {

  /** Attributes of items, by name, in order. */
  SequencedMap<String, AttributeKind> itemSchema();

  /** Features of users, by name, in order. */
  SequencedMap<String, AttributeKind> userSchema();

  /** Passes all items and users on, at most {@code batch} at a time. */
  void read(int batch, Consumer<List<Change>> sink);
}
