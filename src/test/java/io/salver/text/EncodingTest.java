package io.salver.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.salver.model.NativeHandles;
import io.salver.text.Tokenizer.Detail;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class EncodingTest {

  private static final Tokenizer TOKENIZER =
      new WordTokenizers(new NativeHandles()).of(List.of("a", "b", "c", "d", "e"));

  @Property(seed = "1")
  void windows_show_every_token_share_what_they_should_and_have_all_that_is_around(
      @ForAll @IntRange(min = 0, max = 60) int tokens,
      @ForAll @IntRange(min = 4, max = 20) int most,
      @ForAll @IntRange(min = 0, max = 10) int stride,
      @ForAll boolean pair) {
    String text = "a ".repeat(tokens);
    TokenSource source = pair ? new TokenSource.Pair("b c", text) : new TokenSource.Text(text);
    Assume.that(!pair || tokens > 0);
    Encoding encoding = TOKENIZER.encode(source, Detail.SPANS);
    Assume.that(most > encoding.around() + stride);
    List<TokenWindow> windows = encoding.windows(most, stride);
    int next = windows.getFirst().begin();
    for (TokenWindow window : windows) {
      assertThat(window.size()).isLessThanOrEqualTo(most);
      assertThat(window.from()).isEqualTo(next);
      next = window.to() - stride;
      int[] ids = read(window);
      assertThat(ids[0]).isEqualTo(2);
      assertThat(ids[ids.length - 1]).isEqualTo(3);
      for (int place = window.from(); place < window.to(); place++) {
        assertThat(window.place(window.at(place))).isEqualTo(place);
      }
    }
    assertThat(windows.getLast().to()).isEqualTo(windows.getLast().end());
  }

  @Test
  void what_is_cut_off_is_the_end_of_the_last_text() {
    Encoding pair = TOKENIZER.encode(new TokenSource.Pair("a b", "c d e"), Detail.TOKENS);
    TokenWindow cut = pair.cut(7);
    assertThat(read(cut)).containsExactly(2, 4, 5, 3, 6, 7, 3);
    assertThat(cut.isPart()).isTrue();
    assertThat(read(pair.cut(8))).containsExactly(2, 4, 5, 3, 6, 7, 8, 3);
    assertThat(pair.cut(8).isPart()).isFalse();
  }

  @Test
  void windows_that_would_not_go_on_are_refused() {
    Encoding text = TOKENIZER.encode(new TokenSource.Text("a b c d e"), Detail.TOKENS);
    assertThatIllegalArgumentException().isThrownBy(() -> text.windows(5, 3));
  }

  private static int[] read(TokenWindow window) {
    return IntStream.range(0, window.size())
        .map(at -> window.encoding().ids()[window.place(at)])
        .toArray();
  }
}
