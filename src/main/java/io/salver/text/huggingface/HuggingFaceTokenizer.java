package io.salver.text.huggingface;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.NotReady;
import io.salver.model.NativeHandles;
import io.salver.model.UseCount;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.Tokenizer;
import io.salver.text.Vocabulary;
import java.util.List;
import java.util.function.Supplier;

/** A tokenizer in native memory, which goes when it is closed and the last call has ended. */
final class HuggingFaceTokenizer implements Tokenizer {

  private final NativeTokenizers library;
  private final long pointer;
  private final Vocabulary vocabulary;
  private final NativeHandles handles;
  private final UseCount uses = new UseCount();

  /** Takes over {@code pointer}. */
  HuggingFaceTokenizer(
      NativeTokenizers library, long pointer, Vocabulary vocabulary, NativeHandles handles) {
    this.library = library;
    this.pointer = pointer;
    this.vocabulary = vocabulary;
    this.handles = handles;
  }

  @Override
  public Encoding encode(TokenSource source, Detail detail) {
    TokenSource sound = wellFormed(source);
    return using(() -> library.encode(pointer, sound, detail));
  }

  @Override
  public String decode(int[] ids, boolean special) {
    return using(() -> library.decode(pointer, ids, special));
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public void close() {
    if (uses.close()) {
      free();
    }
  }

  private <A> A using(Supplier<A> call) {
    if (!uses.enter()) {
      throw new NotReady("the tokenizer was closed with its model");
    }
    try {
      return call.get();
    } catch (Fault fault) {
      throw fault;
    } catch (RuntimeException failure) {
      throw new BackendFailure("the tokenizer failed: " + failure.getMessage(), failure);
    } finally {
      if (uses.leave()) {
        free();
      }
    }
  }

  private void free() {
    library.close(pointer);
    handles.closed(NativeHandles.Kind.TOKENIZER);
  }

  private static TokenSource wellFormed(TokenSource source) {
    return switch (source) {
      case TokenSource.Text(String text) -> new TokenSource.Text(WellFormed.of(text));
      case TokenSource.Pair(String first, String second) ->
          new TokenSource.Pair(WellFormed.of(first), WellFormed.of(second));
      case TokenSource.Words(List<String> words) ->
          new TokenSource.Words(words.stream().map(WellFormed::of).toList());
    };
  }
}
