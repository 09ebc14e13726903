package io.salver.routing;

/**
 * Keeps experiments apart that would disturb one another: a key is in one of the layer's
 * experiments or in none. Immutable.
 *
 * @param name salts the keys: layers are independent of one another
 * @param experiments whose slots are whose; a split that is not among them is not in the layer
 * @param holdout the share of keys, in slots, that no experiment of the layer gets
 */
public record Layer(String name, Slots experiments, int holdout) {

  /** The name of the slots that no experiment has. */
  public static final String NONE = "";

  /** Checks the share. */
  public Layer {
    if (holdout < 0 || holdout > Slots.COUNT) {
      throw new IllegalArgumentException(
          "holdout must be from 0 to %d slots, received %d".formatted(Slots.COUNT, holdout));
    }
  }

  boolean holdsOut(String key) {
    return KeyHash.slot("holdout/" + name, key) < holdout;
  }

  boolean isIn(String experiment, String key) {
    return experiments.arm(KeyHash.slot("layer/" + name, key)).equals(experiment);
  }
}
