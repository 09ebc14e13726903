package io.salver.recommend.catalogue;

import java.util.List;

/**
 * The changes of every catalogue, numbered in the order in which they became durable: the port of
 * whatever keeps catalogues. Thread-safe; every method blocks.
 *
 * <p>A catalogue exists from its first change on. Reading after 0 gives its present state: of each
 * item and user its last put, if it is there, and its last removal, if there was one; and all
 * events that are kept. So whoever knew a user that was removed and came back forgets it first. An
 * event takes the place of one with the same id that the reader knew: that one's user was removed,
 * and of several removals only the last is told, which may come after.
 */
public interface ChangeLog {

  /**
   * Makes changes durable, all or none, in their order; they survive the end of the process.
   *
   * @return what became of each: its sequence, or 0 for an event that was recorded before or a
   *     removal of what was not there
   * @throws io.salver.fault.BackendFailure when the store fails; then it is unknown whether the
   *     changes are kept, and writing them again does no harm
   */
  long[] write(String catalogue, List<Change> changes);

  /**
   * The changes after {@code sequence}, in order, at most {@code limit}; empty when there are none.
   * A change that is not seen now will have a larger sequence than all that are.
   *
   * @throws io.salver.fault.BackendFailure when the store fails
   */
  List<NumberedChange> after(String catalogue, long sequence, int limit);
}
