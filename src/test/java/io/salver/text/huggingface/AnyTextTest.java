package io.salver.text.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.model.NativeHandles;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.Tokenizer;
import io.salver.text.Tokenizer.Detail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No string harms the library, and every token lies inside the caller's own. */
final class AnyTextTest {

  private static final Path FOLDER = Path.of("src/test/resources/text/tokenizers");
  private static final NativeHandles HANDLES = new NativeHandles();
  private static final List<Tokenizer> TOKENIZERS =
      List.of(open("wordpiece"), open("letters"), open("bytes"), open("unigram"), open("words"));

  /** What is hard: marks, joiners, other directions, halves of pairs, controls, wide forms. */
  private static final List<String> HARD =
      List.of(
          "\uD83D\uDE00",
          "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
          "e\u0301",
          "\u0301",
          "\u05E9\u05DC\u05D5\u05DD",
          "\u202Eabc",
          "\uD83D",
          "\uDE00",
          "\u0000",
          "\u0007",
          "\r\n",
          "\uFB01\uFF21\u2167",
          "\uFDFA",
          "\u4E2D\u6587",
          "\uFEFF",
          "\uFFFD",
          "[SEP]",
          "[PAD]",
          "<|end|>",
          " ",
          "the",
          "cat",
          "\u00E9");

  @Property(tries = 400, seed = "1")
  void tokens_of_hard_texts_lie_inside_them_in_order(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(HARD.get(random.nextInt(HARD.size())));
    }
    TOKENIZERS.forEach(tokenizer -> assertInside(tokenizer, text.toString()));
  }

  @Property(tries = 400, seed = "1")
  void so_do_those_of_any_text(@ForAll String text) {
    TOKENIZERS.forEach(tokenizer -> assertInside(tokenizer, text));
  }

  @Property(tries = 200, seed = "1")
  void any_ids_are_put_together(@ForAll int[] ids) {
    for (Tokenizer tokenizer : TOKENIZERS) {
      assertThat(tokenizer.decode(ids, true)).isNotNull();
    }
  }

  @Test
  void a_word_of_a_million_characters_is_cut_like_any() {
    for (String letter : List.of("a", "\uD83D\uDE00", "\u0301", "\u0000")) {
      String text = letter.repeat((1 << 20) / letter.length());
      for (Tokenizer tokenizer : TOKENIZERS) {
        Encoding encoding = tokenizer.encode(new TokenSource.Text(text), Detail.TOKENS);
        assertThat(encoding.size()).isLessThanOrEqualTo(4 * text.length() + 2);
      }
    }
  }

  @Test
  void bytes_come_back_as_they_were() {
    Tokenizer bytes = open("bytes");
    try (bytes) {
      for (String text : HARD) {
        if (!text.equals("\uD83D") && !text.equals("\uDE00")) {
          Encoding encoding = bytes.encode(new TokenSource.Text(text), Detail.TOKENS);
          assertThat(bytes.decode(encoding.ids(), true)).isEqualTo(text);
        }
      }
    }
  }

  @Test
  void forms_that_a_normaliser_makes_longer_keep_their_places() {
    Encoding encoding =
        TOKENIZERS.get(1).encode(new TokenSource.Text("\uFB01t \uFF23at"), Detail.SPANS);
    assertThat(encoding.starts()).containsExactly(0, 0, 0, 1, 3, 0);
    assertThat(encoding.ends()).containsExactly(0, 1, 1, 2, 6, 0);
  }

  @Test
  void what_is_no_tokenizer_is_refused_with_the_reason(@TempDir Path folder) throws IOException {
    for (String content :
        List.of("", "[]", "{}", "{\"model\": 5}", "\u0000", "{\"model\":{\"type\":\"BPE\"}}")) {
      Path file = Files.writeString(folder.resolve("tokenizer.json"), content);
      assertThatExceptionOfType(BackendFailure.class)
          .isThrownBy(() -> new HuggingFaceTokenizers(HANDLES).open(file))
          .withMessageContaining("tokenizer.json");
    }
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> new HuggingFaceTokenizers(HANDLES).open(folder.resolve("none.json")))
        .withMessageContaining("none.json");
  }

  private static void assertInside(Tokenizer tokenizer, String text) {
    Encoding encoding = tokenizer.encode(new TokenSource.Text(text), Detail.SPANS);
    for (int i = 0; i < encoding.size(); i++) {
      int start = encoding.starts()[i];
      int end = encoding.ends()[i];
      assertThat(start).isBetween(0, text.length());
      assertThat(end).isBetween(start, text.length());
      assertThat(cuts(text, start) || cuts(text, end)).as("a pair of surrogates is cut").isFalse();
      assertThat(encoding.ids()[i]).isBetween(0, tokenizer.vocabulary().size() - 1);
    }
  }

  private static boolean cuts(String text, int place) {
    return place > 0
        && place < text.length()
        && Character.isHighSurrogate(text.charAt(place - 1))
        && Character.isLowSurrogate(text.charAt(place));
  }

  private static Tokenizer open(String name) {
    return new HuggingFaceTokenizers(HANDLES).open(FOLDER.resolve(name + ".json"));
  }
}
