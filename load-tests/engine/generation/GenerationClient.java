package engine.generation;

import java.io.IOException;

/** Asks the model of {@link Generations} over one protocol; confined to one thread. */
interface GenerationClient extends AutoCloseable {

  /** What was answered, a value per row. */
  record Answer(String version, float[] echo, float[] first, float[] second) {}

  /**
   * Asks.
   *
   * @throws IOException when there is no answer, or one that is not a success
   */
  Answer ask(float[] rows) throws IOException;

  @Override
  void close() throws IOException;
}
