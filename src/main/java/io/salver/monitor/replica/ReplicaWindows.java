package io.salver.monitor.replica;

import java.util.List;

/**
 * What other replicas said of a version. Immutable.
 *
 * @param received their windows
 * @param missing those that could not be had
 */
public record ReplicaWindows(List<Received> received, List<Missing> missing) {

  /** Of none. */
  public static final ReplicaWindows NONE = new ReplicaWindows(List.of(), List.of());

  /** Copies the lists. */
  public ReplicaWindows {
    received = List.copyOf(received);
    missing = List.copyOf(missing);
  }

  /**
   * The window of one.
   *
   * @param content what its monitor exports; nobody changes it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Received(String address, byte[] content) {}

  /** One whose window could not be had, and why. */
  public record Missing(String address, String reason) {}
}
