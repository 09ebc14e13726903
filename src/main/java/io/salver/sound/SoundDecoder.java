package io.salver.sound;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads one format of encoded sounds. Thread-safe. */
public interface SoundDecoder {

  /** The name of the format, for messages. */
  String format();

  /** Whether {@code file} is of that format, judged by its first bytes and never by a name. */
  boolean recognises(ByteBuffer file);

  /**
   * Decodes {@code file}, which was recognised, in a position of 0; position and order may change.
   * Whatever it throws but faults of the sink means that the file is damaged.
   *
   * @throws io.salver.fault.InvalidInput that says what is wrong with the file
   * @throws IOException when the file ends too early, or is otherwise damaged
   */
  void decode(ByteBuffer file, SoundSink sink) throws IOException;
}
