package io.salver.task.speech;

import io.salver.fault.Fault;

/** Hears what becomes of a stream; called by one thread at a time, must be quick. */
public interface TranscriptionListener {

  /**
   * What was said up to now.
   *
   * @param stable the text that will not change any more
   * @param tentative what follows it, which may
   */
  void onPartial(String stable, String tentative);

  /** More samples may be given. */
  void onReady();

  /** The whole text; nothing follows. */
  void onEnd(Transcription transcription);

  /** It failed; nothing follows. */
  void onFailure(Fault fault);
}
