package io.salver.task.generation;

import io.salver.model.ModelId;
import io.salver.task.Stopwatch;
import io.salver.text.Tokenizer;
import io.salver.text.generation.GrowingText;

/**
 * What the work at one prompt needs. Confined to the request.
 *
 * @param first the index of its first choice
 * @param prompt what stands before the text; for the writer of another text only its start token
 * @param shown the length of the prompt in the choice, if it is echoed
 * @param maxTokens of a choice
 */
record PromptWork(
    ModelId model,
    Writing writing,
    int first,
    ReadPrompt prompt,
    int shown,
    int maxTokens,
    Tokenizer writer,
    Progress progress,
    Telling telling,
    Stopwatch watch) {

  /** Whether log-probabilities are told. */
  boolean tellsScores() {
    return writing.logProbabilities().isPresent();
  }

  Scorer scorer() {
    return new Scorer(writer, writing.logProbabilities().orElse(0));
  }

  /** A text after the prompt. */
  ChoiceText text() {
    return new ChoiceText(
        new GrowingText(ids -> writer.decode(ids, false), prompt.ids()),
        writing.stop(),
        shown,
        tellsScores());
  }
}
