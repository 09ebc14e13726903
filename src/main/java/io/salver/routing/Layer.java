package io.salver.routing;

/**
 * Keeps experiments apart that would disturb one another: those of one layer own different slots of
 * it, so that a key is in one of them or in none. Layers of different names are independent.
 *
 * @param name salts the keys
 * @param from the first slot of the layer that the experiment owns
 * @param until the slot after its last
 * @param holdout the share of keys, in slots, that no experiment of the layer gets
 */
public record Layer(String name, int from, int until, int holdout) {

  /** Checks the bounds. */
  public Layer {
    if (from < 0 || until <= from || until > Slots.COUNT) {
      throw new IllegalArgumentException(
          "an experiment must own slots from 0 to %d of layer '%s', received %d to %d"
              .formatted(Slots.COUNT, name, from, until));
    }
    if (holdout < 0 || holdout > Slots.COUNT) {
      throw new IllegalArgumentException(
          "holdout must be from 0 to %d slots, received %d".formatted(Slots.COUNT, holdout));
    }
  }

  /** Whether both own a slot of one layer. */
  public boolean overlaps(Layer other) {
    return name.equals(other.name) && from < other.until && other.from < until;
  }

  boolean holdsOut(String key) {
    return KeyHash.slot("holdout/" + name, key) < holdout;
  }

  boolean owns(String key) {
    int slot = KeyHash.slot("layer/" + name, key);
    return slot >= from && slot < until;
  }
}
