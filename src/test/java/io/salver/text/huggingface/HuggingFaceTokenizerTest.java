package io.salver.text.huggingface;

import io.salver.text.Tokenizer;
import io.salver.text.TokenizerContract;
import java.nio.file.Path;

final class HuggingFaceTokenizerTest extends TokenizerContract {

  @Override
  protected Tokenizer open() {
    return new HuggingFaceTokenizers(handles)
        .open(Path.of("src/test/resources/text/tokenizers/wordpiece.json"));
  }
}
