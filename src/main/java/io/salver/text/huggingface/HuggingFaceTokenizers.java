package io.salver.text.huggingface;

import io.salver.fault.BackendFailure;
import io.salver.model.NativeHandles;
import io.salver.text.Tokenizer;
import io.salver.text.TokenizerLoader;
import io.salver.text.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens {@code tokenizer.json} with Hugging Face's library, which is unpacked below {@code
 * DJL_CACHE_DIR}, by default {@code ~/.djl.ai}, at the first call. What the file says of truncation
 * and padding is left to those who run the model. Thread-safe.
 */
public final class HuggingFaceTokenizers implements TokenizerLoader {

  private static final long MOST_BYTES = 64L << 20;

  private final NativeHandles handles;

  /** Counts what is open in {@code handles}. */
  public HuggingFaceTokenizers(NativeHandles handles) {
    this.handles = handles;
  }

  @Override
  public Tokenizer open(Path file) {
    byte[] json = read(file);
    Vocabulary vocabulary = TokenizerFile.read(file.getFileName().toString(), json);
    NativeTokenizers library = NativeTokenizers.start();
    long pointer;
    try {
      pointer = library.open(new String(json, StandardCharsets.UTF_8));
    } catch (RuntimeException unusable) {
      throw new BackendFailure(
          "'%s' is no tokenizer: %s".formatted(file.getFileName(), unusable.getMessage()),
          unusable);
    }
    handles.opened(NativeHandles.Kind.TOKENIZER);
    return new HuggingFaceTokenizer(library, pointer, vocabulary, handles);
  }

  private static byte[] read(Path file) {
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new BackendFailure(
            "'%s' has %d bytes; at most %d are read"
                .formatted(file.getFileName(), size, MOST_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new BackendFailure("'%s' cannot be read".formatted(file.getFileName()), unreadable);
    }
  }
}
