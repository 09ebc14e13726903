package io.salver.task.speech;

import io.salver.fault.Fault;
import java.nio.ByteBuffer;

/**
 * A sound that is arriving. One thread at a time calls it. It holds a bounded part of the sound:
 * when the model cannot keep up, {@link #accept} says so.
 */
public interface TranscriptionStream {

  /**
   * Takes the next samples, which are copied.
   *
   * @return whether more may be given now; when not, wait for {@link TranscriptionListener#onReady}
   */
  boolean accept(ByteBuffer samples);

  /** The sound is complete: the rest is read, then the listener is told the end. */
  void end();

  /** The caller is gone; nothing more is told, nor is the scope of the request used any more. */
  void cancel(Fault why);
}
