package io.salver.text.huggingface;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.salver.fault.BackendFailure;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.Tokenizer.Detail;
import java.util.List;

/**
 * The native library, in the terms of this room. Only what is asked for is fetched from it: the
 * places of tokens, which DJL's own class always brings, cost more than the cutting. Thread-safe.
 */
final class NativeTokenizers {

  private static final int[] NOTHING = {};

  private final TokenizersLibrary library;

  private NativeTokenizers(TokenizersLibrary library) {
    this.library = library;
  }

  /**
   * The library, loaded without network.
   *
   * @throws BackendFailure when it cannot be loaded
   */
  static NativeTokenizers start() {
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("RUST_FLAVOR", "cpu"); // else it looks for CUDA, and then for a download
    try {
      LibUtils.checkStatus();
      return new NativeTokenizers(TokenizersLibrary.LIB);
    } catch (EngineException | LinkageError failure) {
      throw new BackendFailure(
          "the library of tokenizers cannot start: " + failure.getMessage(), failure);
    }
  }

  /** A tokenizer of which {@code json} is the description; {@link #close} frees it. */
  long open(String json) {
    long tokenizer = library.createTokenizerFromString(json);
    try {
      library.disableTruncation(tokenizer);
      library.disablePadding(tokenizer);
      return tokenizer;
    } catch (RuntimeException failure) {
      library.deleteTokenizer(tokenizer);
      throw failure;
    }
  }

  void close(long tokenizer) {
    library.deleteTokenizer(tokenizer);
  }

  String decode(long tokenizer, int[] ids, boolean special) {
    long[] wide = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      wide[i] = ids[i];
    }
    return library.decode(tokenizer, wide, !special);
  }

  /** Cuts strings that are well formed. */
  Encoding encode(long tokenizer, TokenSource source, Detail detail) {
    long encoding =
        switch (source) {
          case TokenSource.Text(String text) -> library.encode(tokenizer, text, true);
          case TokenSource.Pair(String first, String second) ->
              library.encodeDual(tokenizer, first, second, true);
          case TokenSource.Words(List<String> words) ->
              library.encodeList(tokenizer, words.toArray(String[]::new), true);
        };
    try {
      return read(encoding, source, detail);
    } finally {
      library.deleteEncoding(encoding);
    }
  }

  private Encoding read(long encoding, TokenSource source, Detail detail) {
    int[] ids = narrow(library.getTokenIds(encoding));
    long[] specials = library.getSpecialTokenMask(encoding);
    boolean[] special = new boolean[ids.length];
    for (int i = 0; i < ids.length; i++) {
      special[i] = specials[i] != 0;
    }
    int[] types = narrow(library.getTypeIds(encoding));
    int[] sequences = narrow(library.getSequenceIds(encoding));
    for (int i = 0; i < ids.length; i++) {
      sequences[i] = special[i] ? -1 : Math.max(0, sequences[i]);
    }
    if (detail == Detail.TOKENS) {
      return new Encoding(ids, types, special, sequences, NOTHING, NOTHING, NOTHING);
    }
    int[] words = narrow(library.getWordIds(encoding));
    int[] starts = new int[ids.length];
    int[] ends = new int[ids.length];
    new Spans(source).place(library.getTokenCharSpans(encoding), sequences, words, starts, ends);
    return new Encoding(ids, types, special, sequences, words, starts, ends);
  }

  private static int[] narrow(long[] wide) {
    int[] narrow = new int[wide.length];
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = (int) wide[i];
    }
    return narrow;
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
