package io.salver.task;

import io.salver.monitor.Sample;
import io.salver.text.Vocabulary;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is watched of texts: {@code text.characters}, counted as Unicode does; {@code text.tokens},
 * special ones included; {@code text.unknown}, the share of those that the vocabulary does not
 * know. Stateless.
 */
public final class WatchedTokens {

  /** How vocabularies spell what they do not know. */
  private static final List<String> UNKNOWN = List.of("[UNK]", "<unk>", "<UNK>");

  private WatchedTokens() {}

  /** Adds the length of a text. */
  public static void addText(String text, Sample.Builder sample) {
    sample.feature("text.characters", text.codePointCount(0, text.length()));
  }

  /** Adds what the tokens tell. */
  public static void addTokens(int[] ids, Vocabulary vocabulary, Sample.Builder sample) {
    sample.feature("text.tokens", ids.length);
    OptionalInt unknown = unknown(vocabulary);
    int count = 0;
    if (unknown.isPresent()) {
      for (int id : ids) {
        count += id == unknown.getAsInt() ? 1 : 0;
      }
    }
    sample.feature("text.unknown", count / (double) Math.max(1, ids.length));
  }

  private static OptionalInt unknown(Vocabulary vocabulary) {
    return UNKNOWN.stream()
        .map(vocabulary::id)
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElseGet(OptionalInt::empty);
  }
}
