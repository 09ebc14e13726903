package io.salver.task.generation;

import java.util.concurrent.CompletionStage;

/**
 * Everything a protocol can do with models that write. Thread-safe; no method blocks. Answers
 * complete on a thread of the task, exceptionally with a {@code Fault}, and only once nothing uses
 * the memory of the request any more and its listener will hear nothing more.
 *
 * <p>Faults that are particular to it: {@code InvalidInput} for a prompt that is empty, too long or
 * of ids that the model does not have, and for settings that contradict one another or what the
 * model can; {@code NotReady} when a model lacks the decoder that it names; {@code NotFound} when
 * no model, or more than one, could be meant.
 *
 * <p>A generation stops within one step of the model once its stop signal is raised or its deadline
 * has passed. The version that it began with stays loaded until it has ended.
 */
public interface GenerationService {

  /**
   * Writes: with a model for {@code text-generation} what follows each prompt, with one for {@code
   * text-to-text} what becomes of it.
   */
  CompletionStage<Generation> generate(GenerationRequest request);
}
