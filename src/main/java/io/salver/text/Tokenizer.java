package io.salver.text;

/**
 * Cuts texts into the tokens of a model, and puts tokens together again: the port of the
 * tokenizers. Any string is accepted: a surrogate without its other half is read as U+FFFD.
 * Thread-safe; {@link #close} waits for nobody: calls under way go on to their end, later ones find
 * it gone.
 */
public interface Tokenizer extends AutoCloseable {

  /**
   * All tokens of a text with the special ones that the model's template puts around it; nothing is
   * cut and nothing padded. Takes time in proportion to the text, and cannot be stopped.
   *
   * @throws io.salver.fault.NotReady when it is closed
   * @throws io.salver.fault.BackendFailure when the tokenizer has no token for a part of the text
   */
  Encoding encode(TokenSource source, Detail detail);

  /**
   * The text that tokens spell. Ids that the vocabulary does not have spell nothing.
   *
   * @param special whether special tokens are spelled, too
   * @throws io.salver.fault.NotReady when it is closed
   */
  String decode(int[] ids, boolean special);

  /** The tokens it knows. */
  Vocabulary vocabulary();

  @Override
  void close();

  /** How much is asked of an encoding; what is not asked for costs no time. */
  enum Detail {
    /** Ids, types, and which tokens are special. */
    TOKENS,
    /** Words and characters as well. */
    SPANS
  }
}
