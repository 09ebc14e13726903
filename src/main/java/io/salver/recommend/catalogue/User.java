package io.salver.recommend.catalogue;

import io.salver.recommend.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a catalogue keeps of a user. Immutable.
 *
 * @param id positive
 * @param features who it is, by name; what is missing is left out
 * @param history ids of the items that it dealt with before its first event here, oldest first: how
 *     histories of another system come in
 */
public record User(long id, SequencedMap<String, Value> features, List<Long> history) {

  /** Copies. */
  public User {
    features = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(features));
    history = List.copyOf(history);
  }
}
