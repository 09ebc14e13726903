package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.ClassHead;
import io.salver.task.EmbeddingHead;
import io.salver.task.PlanReader;
import io.salver.task.TaskName;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

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

  /** How each of the tasks of sounds is read. */
  Map<TaskName, PlanReader<SpeechPlan>> READERS =
      Collections.unmodifiableMap(
          new EnumMap<>(
              Map.of(
                  TaskName.SPEECH_RECOGNITION, SpeechPlan::recognise,
                  TaskName.AUDIO_CLASSIFICATION, SpeechPlan::classify,
                  TaskName.SPEAKER_EMBEDDING, SpeechPlan::embed,
                  TaskName.TEXT_TO_SPEECH, SpeechPlan::speak)));

  /** The tasks of sounds. */
  Set<TaskName> TASKS = READERS.keySet();

  /** Rows of one run at most, whatever the model takes: what a run holds stays small. */
  int MOST_ROWS = 8;

  /**
   * Reads it.
   *
   * @throws BackendFailure that names the key that is wrong, what was expected and what stands
   *     there
   */
  static SpeechPlan of(TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
    PlanReader<SpeechPlan> reader = READERS.get(task);
    if (reader == null) {
      throw new BackendFailure("task '" + task.text() + "' is none of sounds");
    }
    return reader.read(spec, texts, signature);
  }

  private static SpeechPlan recognise(ModelSpec spec, TextFiles texts, Signature signature) {
    SoundPreparation sound = sound(spec, signature);
    return new Recognise(
        sound, Recognition.read(spec.postprocess(), texts, signature), rows(sound, spec));
  }

  private static SpeechPlan classify(ModelSpec spec, TextFiles texts, Signature signature) {
    SoundPreparation sound = sound(spec, signature);
    Section settings =
        Section.of(Origin.MODEL_YAML, "postprocess", spec.postprocess(), ClassHead.KEYS);
    return new Classify(sound, ClassHead.read(settings, texts, signature), rows(sound, spec));
  }

  private static SpeechPlan embed(ModelSpec spec, TextFiles texts, Signature signature) {
    return new Embed(sound(spec, signature), EmbeddingHead.read(spec.postprocess(), signature));
  }

  private static SpeechPlan speak(ModelSpec spec, TextFiles texts, Signature signature) {
    return new Speak(
        SpokenText.read(spec.preprocess(), texts, signature),
        Synthesis.read(spec.postprocess(), signature));
  }

  private static SoundPreparation sound(ModelSpec spec, Signature signature) {
    return new SoundPreparation(SoundInput.read(spec.preprocess(), signature));
  }

  private static int rows(SoundPreparation sound, ModelSpec spec) {
    return sound.input().rows(Math.min(MOST_ROWS, spec.batching().maxRows()));
  }
}
