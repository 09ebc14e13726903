package io.salver.task.generation;

import java.util.List;

/** What a model reads before it writes. */
public sealed interface Prompt {

  /** A text, which the model's tokenizer cuts into tokens. */
  record Text(String text) implements Prompt {}

  /** Tokens by their ids, which are taken as they are. */
  record Tokens(List<Integer> ids) implements Prompt {
    /** Copies the list. */
    public Tokens {
      ids = List.copyOf(ids);
    }
  }
}
