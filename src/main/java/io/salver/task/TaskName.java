package io.salver.task;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The typed tasks, as {@code task} of {@code model.yaml} names them. */
public enum TaskName {
  IMAGE_CLASSIFICATION("image-classification"),
  OBJECT_DETECTION("object-detection"),
  SEMANTIC_SEGMENTATION("semantic-segmentation"),
  IMAGE_EMBEDDING("image-embedding"),
  SPEECH_RECOGNITION("speech-recognition"),
  AUDIO_CLASSIFICATION("audio-classification"),
  SPEAKER_EMBEDDING("speaker-embedding"),
  TEXT_TO_SPEECH("text-to-speech"),
  TEXT_CLASSIFICATION("text-classification"),
  TOKEN_CLASSIFICATION("token-classification"),
  TEXT_EMBEDDING("text-embedding"),
  QUESTION_ANSWERING("question-answering"),
  TEXT_GENERATION("text-generation"),
  TEXT_TO_TEXT("text-to-text"),
  TABULAR_CLASSIFICATION("tabular-classification"),
  TABULAR_REGRESSION("tabular-regression");

  private final String text;

  TaskName(String text) {
    this.text = text;
  }

  /** As it is written. */
  public String text() {
    return text;
  }

  /** The task of that name. */
  public static Optional<TaskName> named(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }

  /** All names. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(TaskName::text).toList();
  }
}
