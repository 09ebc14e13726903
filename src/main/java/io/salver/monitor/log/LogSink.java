package io.salver.monitor.log;

import io.salver.monitor.Observation;
import java.io.IOException;
import java.util.List;

/**
 * Where the log is kept. For one thread, which may block; whoever makes it closes it.
 *
 * <p>A batch is written wholly or not at all: after a failure, nothing of it is found by readers,
 * or the sink says of itself that some of it may be, so that writing it again could repeat records.
 */
public interface LogSink extends AutoCloseable {

  /** Its name, for metrics and messages. */
  String name();

  /**
   * Writes records, in their order. On return they are as safe as the sink promises.
   *
   * @return how many of them were left out, because the sink would never take them as they are
   * @throws IOException when it cannot; the next attempt may succeed
   */
  int write(List<Observation> records) throws IOException;

  /** Finishes what is open; records that were written are found by readers afterwards. */
  @Override
  void close() throws IOException;
}
