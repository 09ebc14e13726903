package io.salver.monitor.outcome;

import java.time.Instant;
import java.util.List;

/**
 * Where replicas tell each other what became of their lists, and where a process that is started
 * again finds what those before it have seen. All methods block, and throw {@link
 * io.salver.fault.BackendFailure} when the store fails; all can be done again without harm.
 * Thread-safe.
 */
public interface ListStore {

  /** Keeps panes of a replica, in place of what it told of them before. Durable on return. */
  void keep(String replica, List<ListPane> panes);

  /** Panes of all replicas but that one, which began at {@code since} or later. */
  List<ListPane> others(String replica, Instant since);

  /**
   * Forgets panes that began before.
   *
   * @return how many those were
   */
  long retain(Instant since);
}
