package engine.hostile;

/**
 * Sends cases one after another; confined to one thread. It never throws for what the service does.
 */
interface Sender extends AutoCloseable {

  /** Longest wait for an answer; beyond it the service hangs. */
  int PATIENCE_MILLIS = 10_000;

  Reception send(Case request);

  @Override
  void close();
}
