package io.salver.api.catalogue;

import io.salver.fault.Fault;

/** What a bulk load tells its client. {@link Done} or {@link Failed} is the last. */
public sealed interface BulkNews {

  /**
   * How far it is.
   *
   * @param lines that are settled, which is the sum of the others; blank ones do not count
   * @param written how many are durable
   * @param unchanged how many had nothing to do
   * @param refused how many are wrong
   */
  record Counts(long lines, long written, long unchanged, long refused) {}

  /** It goes on. A client that does not keep up misses some of these. */
  record Progress(Counts counts) implements BulkNews {}

  /** One line is wrong and changes nothing; {@code line} counts from 1, blank lines too. */
  record Wrong(long line, String text) implements BulkNews {}

  /**
   * Every line is settled.
   *
   * @param untold how many lines were refused without being told, beyond {@link BulkLoad#MAX_WRONG}
   */
  record Done(Counts counts, long untold) implements BulkNews {}

  /**
   * It ended early. The counted lines are settled; of those after them some may be written, and all
   * can be sent again without harm.
   */
  record Failed(Counts counts, long untold, Fault fault) implements BulkNews {}
}
