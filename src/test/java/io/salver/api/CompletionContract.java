package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.api.CompletionCase.Expected;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The same texts over every protocol, whole and while they are written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CompletionContract {

  private static final double CLOSE = 1e-4;

  /** Asks the service under test. */
  protected abstract CompletionClient client();

  @TestFactory
  Stream<DynamicTest> texts_are_answered_as_the_table_says() {
    return CompletionCases.all().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(), () -> require(each, client().whole(each), client())));
  }

  @TestFactory
  Stream<DynamicTest> pieces_of_a_stream_are_the_texts_of_the_table() {
    return CompletionCases.all().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(), () -> require(each, client().streamed(each), client())));
  }

  @Test
  void a_prompt_is_scored_and_its_first_token_is_foretold_by_nothing() {
    Map<String, Object> fields =
        CompletionCases.of("gpt", "abc", "max_tokens", 0, "echo", true, "logprobs", 0);
    CompletionCase scored = new CompletionCase("scored", fields, none());

    for (CompletionAnswer answer : List.of(client().whole(scored), client().streamed(scored))) {
      assertThat(answer.logProbabilities()).hasSize(3);
      assertThat(answer.logProbabilities().getFirst()).isNaN();
      assertThat(answer.logProbabilities().get(1)).isCloseTo(-3.7300308344, within(CLOSE));
      assertThat(answer.logProbabilities().get(2)).isCloseTo(-2.8202533029, within(CLOSE));
      assertThat(answer.offsets()).containsExactly(0, 1, 2);
    }
  }

  @Test
  void a_seed_gives_the_same_texts_whole_and_in_pieces() {
    Map<String, Object> fields =
        CompletionCases.of("gpt", "abc", "temperature", 1.5, "n", 4, "seed", 11, "max_tokens", 9);
    CompletionCase drawn = new CompletionCase("drawn", fields, none());

    CompletionAnswer whole = client().whole(drawn);

    assertThat(whole.texts()).hasSize(4);
    assertThat(client().streamed(drawn).texts()).isEqualTo(whole.texts());
    assertThat(client().whole(drawn).texts()).isEqualTo(whole.texts());
  }

  private static void require(
      CompletionCase request, CompletionAnswer answer, CompletionClient client) {
    switch (request.expected()) {
      case Expected.Texts(
              List<String> texts,
              List<String> finishes,
              int promptTokens,
              int completionTokens) -> {
        assertThat(answer.error()).isEmpty();
        assertThat(answer.texts()).isEqualTo(texts);
        assertThat(answer.finishes()).isEqualTo(finishes);
        assertThat(answer.promptTokens()).isEqualTo(promptTokens);
        assertThat(answer.completionTokens()).isEqualTo(completionTokens);
      }
      case Expected.Refusal refusal -> {
        assertThat(answer.error()).contains(refusal.message());
        assertThat(answer.status()).isEqualTo(client.status(refusal));
      }
    }
  }

  private static Expected none() {
    return new Expected.Texts(List.of(), List.of(), 0, 0);
  }
}
