package io.salver.text.generation;

/**
 * What is done to the logits of tokens that stand already.
 *
 * @param presence subtracted where a token was written before
 * @param frequency subtracted for every time that it was
 * @param repetition positive logits of tokens that were read or written are divided by it, negative
 *     ones multiplied (Keskar et al., 2019, CTRL, section 4.1); 1: nothing
 */
public record Penalties(double presence, double frequency, double repetition) {

  public static final Penalties NONE = new Penalties(0, 0, 1);

  /** Whether nothing is done. */
  public boolean isNone() {
    return equals(NONE);
  }
}
