package io.salver.recommend.catalogue;

import io.salver.recommend.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a catalogue keeps of an item. Immutable.
 *
 * @param id positive
 * @param attributes what it is, by name; what is missing is left out
 * @param image its picture
 */
public record Item(long id, SequencedMap<String, Value> attributes, Optional<Image> image) {

  /** Copies the attributes. */
  public Item {
    attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
  }

  /** An item without a picture. */
  public static Item of(long id, Map<String, Value> attributes) {
    return new Item(id, new LinkedHashMap<>(attributes), Optional.empty());
  }
}
