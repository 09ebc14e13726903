package io.salver.text.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.salver.model.NativeHandles;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.Tokenizer;
import io.salver.text.Tokenizer.Detail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tokenizer that the recipes wrote themselves, as their oracle, on texts of many scripts. */
final class RecipeTokensTest {

  private static final Path FOLDER = Path.of("src/test/resources/text");

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Expected(
      String text,
      String first,
      String second,
      int[] ids,
      int[] types,
      int[] words,
      int[] starts,
      int[] ends) {

    TokenSource source() {
      return text == null ? new TokenSource.Pair(first, second) : new TokenSource.Text(text);
    }
  }

  private record Cases(
      String tokenizer, String unicode, List<Expected> cases, List<Expected> pairs) {}

  @Test
  void texts_have_the_tokens_words_and_characters_that_the_recipes_give_them() throws IOException {
    Cases all = new ObjectMapper().readValue(FOLDER.resolve("tokens.json").toFile(), Cases.class);
    assertThat(all.cases()).hasSizeGreaterThan(20);
    try (Tokenizer tokenizer =
        new HuggingFaceTokenizers(new NativeHandles()).open(FOLDER.resolve(all.tokenizer()))) {
      for (List<Expected> kind : List.of(all.cases(), all.pairs())) {
        for (Expected expected : kind) {
          assertSame(expected, tokenizer.encode(expected.source(), Detail.SPANS));
        }
      }
    }
  }

  private static void assertSame(Expected expected, Encoding encoding) {
    String text = expected.source().toString();
    assertThat(encoding.ids()).as(text).containsExactly(expected.ids());
    assertThat(encoding.types()).as(text).containsExactly(expected.types());
    assertThat(encoding.words()).as(text).containsExactly(expected.words());
    assertThat(encoding.starts()).as(text).containsExactly(expected.starts());
    assertThat(encoding.ends()).as(text).containsExactly(expected.ends());
  }
}
