package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.task.ClassHead;
import io.salver.task.EmbeddingHead;
import io.salver.task.TaskName;
import io.salver.task.TaskSettings;

/**
 * How a model is used for a task of sounds: what its {@code model.yaml} says, compared with its
 * tensors. Immutable and thread-safe.
 */
sealed interface SpeechPlan {

  /**
   * Writes down what is said.
   *
   * @param rows most rows of one run
   */
  record Recognise(SoundPreparation preparation, Recognition recognition, int rows)
      implements SpeechPlan {}

  /**
   * Tells classes apart.
   *
   * @param rows most rows of one run
   */
  record Classify(SoundPreparation preparation, ClassHead classification, int rows)
      implements SpeechPlan {}

  /** Makes vectors of voices. */
  record Embed(SoundPreparation preparation, EmbeddingHead embedding) implements SpeechPlan {}

  /** Speaks. */
  record Speak(SpokenText text, Synthesis synthesis) implements SpeechPlan {}

  /** Rows of one run at most, whatever the model takes: what a run holds stays small. */
  int MOST_ROWS = 8;

  /**
   * Reads it.
   *
   * @throws BackendFailure that names the key that is wrong, what was expected and what stands
   *     there
   */
  static SpeechPlan of(TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
    return switch (task) {
      case SPEECH_RECOGNITION -> {
        SoundPreparation sound = sound(spec, signature);
        yield new Recognise(
            sound, Recognition.read(spec.postprocess(), texts, signature), rows(sound, spec));
      }
      case AUDIO_CLASSIFICATION -> {
        SoundPreparation sound = sound(spec, signature);
        yield new Classify(
            sound,
            ClassHead.read(
                TaskSettings.of("postprocess", spec.postprocess(), ClassHead.KEYS),
                texts,
                signature),
            rows(sound, spec));
      }
      case SPEAKER_EMBEDDING ->
          new Embed(sound(spec, signature), EmbeddingHead.read(spec.postprocess(), signature));
      case TEXT_TO_SPEECH ->
          new Speak(
              SpokenText.read(spec.preprocess(), texts, signature),
              Synthesis.read(spec.postprocess(), signature));
      case IMAGE_CLASSIFICATION,
          OBJECT_DETECTION,
          SEMANTIC_SEGMENTATION,
          IMAGE_EMBEDDING,
          TEXT_CLASSIFICATION,
          TOKEN_CLASSIFICATION,
          TEXT_EMBEDDING,
          QUESTION_ANSWERING,
          TEXT_GENERATION,
          TEXT_TO_TEXT,
          TABULAR_CLASSIFICATION,
          TABULAR_REGRESSION ->
          throw new BackendFailure("task '" + task.text() + "' is none of sounds");
    };
  }

  private static SoundPreparation sound(ModelSpec spec, Signature signature) {
    return new SoundPreparation(SoundInput.read(spec.preprocess(), signature));
  }

  private static int rows(SoundPreparation sound, ModelSpec spec) {
    return sound.input().rows(Math.min(MOST_ROWS, spec.batching().maxRows()));
  }
}
