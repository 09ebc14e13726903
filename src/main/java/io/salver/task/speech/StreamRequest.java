package io.salver.task.speech;

import io.salver.task.TaskContext;

/**
 * Says what kind of sound will arrive.
 *
 * @param encoding of its samples, one channel, little-endian
 * @param sampleRate samples a second, 1,000 to 192,000
 */
public record StreamRequest(TaskContext context, Encoding encoding, int sampleRate) {

  /** How samples are written. */
  public enum Encoding {
    PCM_16,
    FLOAT_32
  }
}
