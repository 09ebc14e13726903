package io.salver.text;

import java.util.Map;
import java.util.OptionalInt;

/**
 * The tokens of a tokenizer. Immutable.
 *
 * @param idByToken the id of each, the added ones included
 * @param size one more than the largest id
 * @param padding the id that {@code tokenizer.json} pads with, if it says
 */
public record Vocabulary(Map<String, Integer> idByToken, int size, OptionalInt padding) {

  /** Copies the map. */
  public Vocabulary {
    idByToken = Map.copyOf(idByToken);
  }

  /** The id of a token as the vocabulary spells it, such as {@code [SEP]} or {@code ##ing}. */
  public OptionalInt id(String token) {
    Integer id = idByToken.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }
}
