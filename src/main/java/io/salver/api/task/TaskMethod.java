package io.salver.api.task;

import java.util.Locale;

/** What can be asked of the typed tasks, as records of requests name it. */
public enum TaskMethod {
  CLASSIFY,
  DETECT,
  SEGMENT,
  EMBED,
  VERIFY,
  TRANSCRIBE,
  STREAM_TRANSCRIBE,
  SPEAK,
  TAG,
  ANSWER,
  COMPLETE,
  PREDICT;

  /** Its name in records, and in the paths and messages of the protocols. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
