package io.salver.task.text;

import java.util.concurrent.CompletionStage;

/**
 * Everything a protocol can do with texts but have them written. Thread-safe; no method blocks.
 * Answers complete on a thread of the task, exceptionally with a {@code Fault}, and only once
 * nothing uses the memory of the request any more.
 *
 * <p>Faults that are particular to it: {@code InvalidInput} for a request without a text and for a
 * text that is longer than the model reads where {@code model.yaml} says {@code long: error};
 * {@code TooLarge} for one with more characters than may be; both name the text by its index where
 * there are several. {@code NotFound} when no model, or more than one, could be meant.
 */
public interface TextService {

  /** Reads every text of the request, as many in one run of the model as it takes. */
  CompletionStage<TextAnswer> read(TextRequest request);

  /** Looks for the answer to a question in a text. */
  CompletionStage<QuestionAnswer> answer(QuestionRequest request);
}
