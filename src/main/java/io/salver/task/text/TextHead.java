package io.salver.task.text;

import io.salver.tensor.TensorSpec;
import io.salver.text.Tokenizer.Detail;
import java.util.List;

/** How a model's outputs are read. Immutable; thread-safe. */
sealed interface TextHead
    permits TextClassification, TokenClassification, TextEmbedding, AnswerSearch {

  /** The outputs that it reads, in the order in which it is given them. */
  List<TensorSpec> outputs();

  /** What it must know of the tokens. */
  Detail detail();

  /** What it keeps of each token until the answer is made, in bytes. */
  long bytesPerToken();
}
