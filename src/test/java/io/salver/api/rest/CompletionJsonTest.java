package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.task.generation.FinishReason;
import io.salver.task.generation.Piece;
import io.salver.task.generation.TokenScore;
import io.salver.task.generation.TokenScore.Alternative;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class CompletionJsonTest {

  @Test
  void offsets_count_characters_and_go_on_from_piece_to_piece() {
    CompletionJson json = new CompletionJson("cmpl-1", 7, Optional.of(0));
    Piece first = new Piece(0, "😀é", List.of(token("😀", 0), token("é", 2)), Optional.empty());
    Piece second = new Piece(0, "b", List.of(token("b", 3)), Optional.of(FinishReason.STOP));

    assertThat(json.part("m", first, false).toString()).contains("\"text_offset\":[0,1]");
    assertThat(json.part("m", second, false))
        .hasToString(
            "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":7,\"model\":\"m\","
                + "\"choices\":[{\"text\":\"b\",\"index\":0,\"logprobs\":{\"tokens\":[\"b\"],"
                + "\"token_logprobs\":[-1.0],\"top_logprobs\":null,\"text_offset\":[2]},"
                + "\"finish_reason\":\"stop\"}]}");
  }

  @Test
  void the_first_token_of_a_prompt_has_no_probability_and_alternatives_that_look_alike_are_one() {
    CompletionJson json = new CompletionJson("cmpl-1", 7, Optional.of(2));
    TokenScore first = new TokenScore(1, "a", 0, OptionalDouble.empty(), List.of());
    TokenScore second =
        new TokenScore(
            2,
            "b",
            1,
            OptionalDouble.of(-3),
            List.of(new Alternative(5, "\uFFFD", -0.5), new Alternative(6, "\uFFFD", -2)));

    assertThat(
            json.part("m", new Piece(0, "ab", List.of(first, second), Optional.empty()), true)
                .toString())
        .contains("\"token_logprobs\":[null,-3.0]")
        .contains("\"top_logprobs\":[null,{\"\uFFFD\":-0.5,\"b\":-3.0}]")
        .endsWith("\"finish_reason\":null}],\"usage\":null}");
  }

  private static TokenScore token(String text, int offset) {
    return new TokenScore(1, text, offset, OptionalDouble.of(-1), List.of());
  }
}
