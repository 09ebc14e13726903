package io.salver.lifecycle;

import java.time.Instant;

/**
 * Where one life of a version is.
 *
 * <pre>
 *   Pending ──► Loading ──► Ready ──► Draining ──► Unloaded
 *      │           ├──► Failed
 *      └───────────┴──► Unloaded  (no longer wanted)
 * </pre>
 *
 * <p>{@code Ready} is published after a lease can succeed, {@code Draining} before leases are
 * refused, {@code Unloaded} after the servable is closed. {@code Failed} and {@code Unloaded} end a
 * life; a version that is loaded anew begins another, while the one that serves goes on.
 */
public sealed interface VersionState {

  /** When it was entered. */
  Instant since();

  /** Whether this life has ended. */
  default boolean isFinal() {
    return this instanceof Unloaded || this instanceof Failed;
  }

  /** Wanted; the policy has not let it load yet. */
  record Pending(Instant since) implements VersionState {}

  /** A loader thread is loading it, or soon will. */
  record Loading(Instant since) implements VersionState {}

  /** It can be leased. */
  record Ready(Instant since) implements VersionState {}

  /** No new leases; it is closed when the last one ends. */
  record Draining(Instant since) implements VersionState {}

  /** Closed, or never loaded, because it is not wanted any more. */
  record Unloaded(Instant since) implements VersionState {}

  /** It could not be loaded. */
  record Failed(Instant since, String reason) implements VersionState {}
}
