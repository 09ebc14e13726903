package io.salver.task.generation;

import io.salver.fault.InvalidInput;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.Tokenizer;
import io.salver.text.generation.GrowingText;
import java.util.ArrayList;
import java.util.List;

/**
 * A prompt in tokens.
 *
 * @param texts what each token is of the text; together they are the text. Empty where that was not
 *     asked for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReadPrompt(String text, int[] ids, List<String> texts) {

  /**
   * Cuts it.
   *
   * @param isEchoed whether its text is wanted
   * @param isScored whether the texts of its tokens are wanted
   * @throws InvalidInput when it has no token, or one that the model does not have
   */
  static ReadPrompt of(
      Prompt prompt, Tokenizer tokenizer, int vocabulary, boolean isEchoed, boolean isScored) {
    ReadPrompt read =
        switch (prompt) {
          case Prompt.Text(String text) -> ofText(text, tokenizer, isScored);
          case Prompt.Tokens(List<Integer> ids) -> ofIds(ids, tokenizer, isEchoed || isScored);
        };
    return read.checked(vocabulary);
  }

  /**
   * Cuts one that an encoder reads.
   *
   * @throws InvalidInput when it has no token, too many, or one that the model does not have
   */
  static ReadPrompt of(Prompt prompt, Tokenizer tokenizer, EncoderGraph encoder) {
    int[] ids =
        switch (prompt) {
          case Prompt.Text(String text) ->
              encoder.tokens(tokenizer.encode(new TokenSource.Text(text), Tokenizer.Detail.TOKENS));
          case Prompt.Tokens(List<Integer> given) ->
              encoder.tokens(given.stream().mapToInt(Integer::intValue).toArray());
        };
    return new ReadPrompt("", ids, List.of()).checked(tokenizer.vocabulary().size());
  }

  private ReadPrompt checked(int vocabulary) {
    if (ids.length == 0) {
      throw new InvalidInput("prompt expects at least one token, received none");
    }
    for (int id : ids) {
      requireKnown(id, vocabulary);
    }
    return this;
  }

  /** Checks that the model has a token. */
  static void requireKnown(int id, int vocabulary) {
    if (id < 0 || id >= vocabulary) {
      throw new InvalidInput("the model has tokens 0 to %d, not %d".formatted(vocabulary - 1, id));
    }
  }

  private static ReadPrompt ofText(String text, Tokenizer tokenizer, boolean isScored) {
    Encoding encoding =
        tokenizer.encode(
            new TokenSource.Text(text),
            isScored ? Tokenizer.Detail.SPANS : Tokenizer.Detail.TOKENS);
    return new ReadPrompt(text, encoding.ids(), isScored ? texts(text, encoding) : List.of());
  }

  private static ReadPrompt ofIds(List<Integer> given, Tokenizer tokenizer, boolean isSpelled) {
    int[] ids = given.stream().mapToInt(Integer::intValue).toArray();
    if (!isSpelled) {
      return new ReadPrompt("", ids, List.of());
    }
    GrowingText growing = new GrowingText(some -> tokenizer.decode(some, false), new int[0]);
    List<String> texts = new ArrayList<>(ids.length);
    for (int id : ids) {
      texts.add(growing.add(id));
    }
    String rest = growing.finish();
    if (!rest.isEmpty()) {
      texts.set(texts.size() - 1, texts.getLast() + rest);
    }
    return new ReadPrompt(String.join("", texts), ids, texts);
  }

  /** Each token has the characters up to the next one; the first those before it, too. */
  private static List<String> texts(String text, Encoding encoding) {
    int[] begins = new int[encoding.size() + 1];
    int end = 0;
    for (int i = 0; i < encoding.size(); i++) {
      int begin = encoding.special()[i] ? end : encoding.starts()[i];
      begins[i] = i == 0 ? 0 : Math.max(begins[i - 1], begin);
      end = encoding.special()[i] ? end : encoding.ends()[i];
    }
    begins[encoding.size()] = text.length();
    List<String> texts = new ArrayList<>(encoding.size());
    for (int i = 0; i < encoding.size(); i++) {
      texts.add(text.substring(begins[i], begins[i + 1]));
    }
    return texts;
  }
}
