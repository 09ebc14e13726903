package io.salver.task.speech;

import io.salver.task.PairRequest;
import io.salver.task.Verification;
import java.util.concurrent.CompletionStage;

/**
 * Everything a protocol can do with sounds. Thread-safe; no method blocks. Answers complete on a
 * thread of the task, exceptionally with a {@code Fault}, and only once nothing uses the memory of
 * the request any more.
 *
 * <p>Faults that are particular to it: {@code InvalidInput} for a file that is no sound, is damaged
 * or of a format that is not read; {@code TooLarge} for one that lasts longer than may be; {@code
 * NotFound} when no model, or more than one, could be meant.
 */
public interface SpeechService {

  /** Writes down what is said; long sounds are read window by window. */
  CompletionStage<Transcription> transcribe(TranscriptionRequest request);

  /**
   * Begins to write down a sound that is still arriving.
   *
   * @param listener hears of every piece of text, one call after the other
   */
  TranscriptionStream stream(StreamRequest request, TranscriptionListener listener);

  /** Tells which of a model's classes a sound is. */
  CompletionStage<SoundClasses> classify(SoundRequest request);

  /** Tells whether two sounds are of the same speaker. */
  CompletionStage<Verification> verify(PairRequest request);

  /** Speaks a text. */
  CompletionStage<Speech> speak(SpeechRequest request);
}
