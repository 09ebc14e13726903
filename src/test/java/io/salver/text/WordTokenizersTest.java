package io.salver.text;

import java.util.List;

final class WordTokenizersTest extends TokenizerContract {

  @Override
  protected Tokenizer open() {
    return new WordTokenizers(handles).of(List.of("the", "cat", "sat", "on"));
  }
}
