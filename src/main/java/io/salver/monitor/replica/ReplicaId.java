package io.salver.monitor.replica;

import java.util.UUID;

/**
 * Which process this is.
 *
 * @param text drawn when it starts
 */
public record ReplicaId(String text) {

  /** A new one. */
  public static ReplicaId draw() {
    return new ReplicaId(UUID.randomUUID().toString());
  }
}
