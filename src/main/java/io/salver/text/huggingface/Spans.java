package io.salver.text.huggingface;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import io.salver.text.TokenSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the library's places of tokens into the strings that were cut. */
final class Spans {

  private final List<CodePoints> texts;
  private final boolean inWords;

  Spans(TokenSource source) {
    this.inWords = source instanceof TokenSource.Words;
    this.texts =
        switch (source) {
          case TokenSource.Text(String text) -> List.of(new CodePoints(text));
          case TokenSource.Pair(String first, String second) ->
              List.of(new CodePoints(first), new CodePoints(second));
          case TokenSource.Words(List<String> words) ->
              words.stream().map(CodePoints::new).toList();
        };
  }

  /** Writes where each token lies; a special one lies nowhere: from 0 to 0. */
  void place(@Nullable CharSpan[] spans, int[] sequences, int[] words, int[] starts, int[] ends) {
    for (int i = 0; i < spans.length; i++) {
      CharSpan span = spans[i];
      int text = inWords ? words[i] : sequences[i];
      if (span != null && sequences[i] >= 0 && text >= 0 && text < texts.size()) {
        starts[i] = texts.get(text).unit(span.getStart());
        ends[i] = texts.get(text).unit(span.getEnd());
      }
    }
  }
}
