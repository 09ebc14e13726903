package io.salver.api;

import io.salver.api.CompletionCase.Expected;
import io.salver.api.CompletionCase.Expected.Refusal;
import io.salver.api.CompletionCase.Expected.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table: what the tiny models of the fixtures write, as {@code expected.json} says it. */
final class CompletionCases {

  private static final String GPT = "gpt";
  private static final String TRANSLATOR = "seq2seq-encoder";

  private CompletionCases() {}

  static List<CompletionCase> all() {
    return List.of(
        texts(
            "the most probable text",
            of(GPT, "a", "max_tokens", 20),
            List.of("edddddcdddddc"),
            List.of("stop"),
            1,
            14),
        texts(
            "prompts in a list, in their order",
            of(GPT, List.of("abc", "a"), "max_tokens", 5),
            List.of("", "edddd"),
            List.of("stop", "length"),
            4,
            6),
        texts(
            "tokens in place of a text",
            of(GPT, List.of(6), "max_tokens", 3, "echo", true),
            List.of("aedd"),
            List.of("length"),
            1,
            3),
        texts(
            "lists of tokens",
            of(GPT, List.of(List.of(6), List.of(6, 7, 8)), "max_tokens", 2),
            List.of("ed", ""),
            List.of("length", "stop"),
            4,
            3),
        texts(
            "a forbidden end",
            of(GPT, "abc", "max_tokens", 4, "logit_bias", Map.of("2", -100)),
            List.of("éééé"),
            List.of("length"),
            3,
            4),
        texts(
            "a stop sequence",
            of(GPT, "a", "max_tokens", 20, "stop", List.of("dc", "x")),
            List.of("edddd"),
            List.of("stop"),
            1,
            7),
        texts(
            "one stop sequence that is no list",
            of(GPT, "a", "max_tokens", 20, "stop", "c"),
            List.of("eddddd"),
            List.of("stop"),
            1,
            7),
        texts(
            "beams",
            of(GPT, "a", "max_tokens", 6, "beams", 3, "length_penalty", 0, "n", 2),
            List.of("cc", "ddd"),
            List.of("stop", "stop"),
            1,
            7),
        texts(
            "an echo that is only scored",
            of(GPT, "abc", "max_tokens", 0, "echo", true, "logprobs", 0),
            List.of("abc"),
            List.of("length"),
            3,
            0),
        texts(
            "a translation by the model's own beams",
            of(TRANSLATOR, "abc"),
            List.of("bbbbbbbb"),
            List.of("length"),
            3,
            8),
        texts(
            "a greedy translation",
            of(TRANSLATOR, "bad\ncab é", "beams", 1),
            List.of("bbeeeeee"),
            List.of("length"),
            9,
            8),
        refusal(
            "a model that is not there",
            of("nobody", "a"),
            new Refusal("404", "NOT_FOUND", "nobody")),
        refusal(
            "a model that does not write",
            of("seq2seq-decoder", "a"),
            invalid("'seq2seq-decoder' is for tensors only, not for text-generation")),
        refusal(
            "no token", of(GPT, ""), invalid("prompt expects at least one token, received none")),
        refusal(
            "a token that the model does not have",
            of(GPT, List.of(12)),
            invalid("the model has tokens 0 to 11, not 12")),
        refusal(
            "too much at a time", of(GPT, "a", "n", 129), invalid("n must be 1 to 128, not 129")),
        refusal(
            "more rows than the model takes",
            of(TRANSLATOR, "a", "beams", 64),
            invalid("64 texts side by side are over the maximum of 8 rows")),
        refusal(
            "what has no meaning together",
            of(GPT, "a", "beams", 2, "temperature", 0.5),
            invalid("temperature has no meaning with beams")),
        refusal(
            "a translation with an echo",
            of(TRANSLATOR, "a", "echo", true),
            invalid("echo has no meaning")));
  }

  private static CompletionCase texts(
      String name,
      Map<String, Object> fields,
      List<String> texts,
      List<String> finishes,
      int promptTokens,
      int completionTokens) {
    Expected expected = new Texts(texts, finishes, promptTokens, completionTokens);
    return new CompletionCase(name, fields, expected);
  }

  private static CompletionCase refusal(String name, Map<String, Object> fields, Refusal refusal) {
    return new CompletionCase(name, fields, refusal);
  }

  private static Refusal invalid(String message) {
    return new Refusal("400", "INVALID_ARGUMENT", message);
  }

  /** A request of a model for what follows a prompt, with more fields. */
  static Map<String, Object> of(String model, Object prompt, Object... more) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", model);
    fields.put("prompt", prompt);
    for (int i = 0; i < more.length; i += 2) {
      fields.put((String) more[i], more[i + 1]);
    }
    return fields;
  }
}
