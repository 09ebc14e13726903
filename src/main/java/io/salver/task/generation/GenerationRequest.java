package io.salver.task.generation;

import io.salver.task.TaskContext;
import java.util.List;
import java.util.Optional;

/**
 * Asks for texts.
 *
 * @param prompts at least one; each is answered by {@link GenerationSettings#choices} choices
 * @param listener hears of the texts while they are written; absent: they are in the answer
 */
public record GenerationRequest(
    TaskContext context,
    List<Prompt> prompts,
    GenerationSettings settings,
    Optional<GenerationListener> listener) {

  /** Copies the list. */
  public GenerationRequest {
    prompts = List.copyOf(prompts);
  }
}
