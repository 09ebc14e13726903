package io.salver.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.NotReady;
import io.salver.model.NativeHandles;
import io.salver.text.Tokenizer.Detail;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every tokenizer does. Its vocabulary is {@code [PAD] [UNK] [CLS] [SEP] the cat sat on}, and
 * its template {@code [CLS] first [SEP] second [SEP]}.
 */
public abstract class TokenizerContract {

  protected final NativeHandles handles = new NativeHandles();

  /** A tokenizer that counts itself in {@link #handles}. */
  protected abstract Tokenizer open();

  @AfterEach
  void nothing_stays_open() {
    assertThat(handles.open(NativeHandles.Kind.TOKENIZER)).isZero();
  }

  @Test
  void a_text_has_the_template_around_its_tokens() {
    try (Tokenizer tokenizer = open()) {
      Encoding encoding = tokenizer.encode(new TokenSource.Text("the cat sat"), Detail.SPANS);
      assertThat(encoding.ids()).containsExactly(2, 4, 5, 6, 3);
      assertThat(encoding.types()).containsOnly(0);
      assertThat(encoding.special()).containsExactly(true, false, false, false, true);
      assertThat(encoding.sequences()).containsExactly(-1, 0, 0, 0, -1);
      assertThat(encoding.words()).containsExactly(-1, 0, 1, 2, -1);
      assertThat(encoding.starts()).containsExactly(0, 0, 4, 8, 0);
      assertThat(encoding.ends()).containsExactly(0, 3, 7, 11, 0);
    }
  }

  @Test
  void spans_are_not_there_unless_they_were_asked_for() {
    try (Tokenizer tokenizer = open()) {
      Encoding encoding = tokenizer.encode(new TokenSource.Text("the cat"), Detail.TOKENS);
      assertThat(encoding.ids()).containsExactly(2, 4, 5, 3);
      assertThat(encoding.sequences()).containsExactly(-1, 0, 0, -1);
    }
  }

  @Test
  void an_empty_text_has_only_the_template() {
    try (Tokenizer tokenizer = open()) {
      for (String text : List.of("", "  \n\t")) {
        Encoding encoding = tokenizer.encode(new TokenSource.Text(text), Detail.SPANS);
        assertThat(encoding.ids()).containsExactly(2, 3);
        assertThat(encoding.around()).isEqualTo(2);
      }
    }
  }

  @Test
  void each_token_of_a_pair_lies_in_its_own_text() {
    try (Tokenizer tokenizer = open()) {
      Encoding pair = tokenizer.encode(new TokenSource.Pair("the cat", "sat on"), Detail.SPANS);
      assertThat(pair.ids()).containsExactly(2, 4, 5, 3, 6, 7, 3);
      assertThat(pair.types()).containsExactly(0, 0, 0, 0, 1, 1, 1);
      assertThat(pair.sequences()).containsExactly(-1, 0, 0, -1, 1, 1, -1);
      assertThat(pair.starts()).containsExactly(0, 0, 4, 0, 0, 4, 0);
      assertThat(pair.ends()).containsExactly(0, 3, 7, 0, 3, 6, 0);
    }
  }

  @Test
  void words_that_were_cut_before_stay_words() {
    try (Tokenizer tokenizer = open()) {
      Encoding words =
          tokenizer.encode(new TokenSource.Words(List.of("cat", "the", "cat")), Detail.SPANS);
      assertThat(words.ids()).containsExactly(2, 5, 4, 5, 3);
      assertThat(words.words()).containsExactly(-1, 0, 1, 2, -1);
      assertThat(words.starts()).containsExactly(0, 0, 0, 0, 0);
      assertThat(words.ends()).containsExactly(0, 3, 3, 3, 0);
    }
  }

  @Test
  void a_character_beyond_the_first_plane_counts_as_two_units() {
    try (Tokenizer tokenizer = open()) {
      Encoding encoding =
          tokenizer.encode(new TokenSource.Text("the \uD83D\uDE00 cat"), Detail.SPANS);
      assertThat(encoding.starts()[encoding.size() - 2]).isEqualTo(7);
      assertThat(encoding.ends()[encoding.size() - 2]).isEqualTo(10);
    }
  }

  @Test
  void tokens_are_put_together_again() {
    try (Tokenizer tokenizer = open()) {
      assertThat(tokenizer.decode(new int[] {2, 4, 5, 3, 9_999, -1}, false)).isEqualTo("the cat");
      assertThat(tokenizer.decode(new int[] {}, false)).isEmpty();
    }
  }

  @Test
  void the_vocabulary_is_known() {
    try (Tokenizer tokenizer = open()) {
      assertThat(tokenizer.vocabulary().size()).isEqualTo(8);
      assertThat(tokenizer.vocabulary().id("cat")).hasValue(5);
      assertThat(tokenizer.vocabulary().id("[SEP]")).hasValue(3);
      assertThat(tokenizer.vocabulary().id("dog")).isEmpty();
      assertThat(tokenizer.vocabulary().padding()).hasValue(0);
    }
  }

  @Test
  void whoever_comes_after_its_end_is_told_so() {
    Tokenizer tokenizer = open();
    assertThat(handles.open(NativeHandles.Kind.TOKENIZER)).isEqualTo(1);
    tokenizer.close();
    tokenizer.close();
    assertThatExceptionOfType(NotReady.class)
        .isThrownBy(() -> tokenizer.encode(new TokenSource.Text("the"), Detail.TOKENS));
    assertThatExceptionOfType(NotReady.class)
        .isThrownBy(() -> tokenizer.decode(new int[] {1}, false));
  }

  @Test
  void many_threads_cut_at_once_and_may_be_closed_under_way() throws Exception {
    Tokenizer tokenizer = open();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> lengths = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String text = "the cat ".repeat(i % 17);
        lengths.add(
            threads.submit(
                () -> tokenizer.encode(new TokenSource.Text(text), Detail.SPANS).size()));
        if (i == 300) {
          tokenizer.close();
        }
      }
      IntStream.range(0, lengths.size())
          .forEach(i -> assertThat(length(lengths.get(i))).isIn(2 * (i % 17) + 2, -1));
    }
  }

  private static int length(Future<Integer> future) {
    try {
      return future.get();
    } catch (ExecutionException closed) {
      assertThat(closed).hasCauseInstanceOf(NotReady.class);
      return -1;
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
