package io.salver.text;

import java.nio.file.Path;

/** Reads tokenizers. Thread-safe. */
public interface TokenizerLoader {

  /**
   * The tokenizer that {@code file} describes; the caller closes it.
   *
   * @throws io.salver.fault.BackendFailure when the file cannot be read or used
   */
  Tokenizer open(Path file);
}
