package io.salver.task.generation;

/**
 * What an answer took.
 *
 * @param promptTokens that were read, each prompt once
 * @param completionTokens that were written: of all candidates, answered or not, the ends of texts
 *     included
 */
public record Usage(int promptTokens, int completionTokens) {

  /** Both together. */
  public int totalTokens() {
    return promptTokens + completionTokens;
  }
}
