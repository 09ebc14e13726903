package io.salver.task.text;

import io.salver.task.TaskContext;
import java.util.List;

/**
 * Texts to be read.
 *
 * @param texts at least one
 * @param task what is asked of each
 */
public record TextRequest(TaskContext context, List<String> texts, TextTask task) {

  /** Copies the list. */
  public TextRequest {
    texts = List.copyOf(texts);
  }
}
