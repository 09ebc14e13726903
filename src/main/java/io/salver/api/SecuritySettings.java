package io.salver.api;

import io.salver.security.Gate;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the protocols guard themselves.
 *
 * @param gate decides on every request; empty: everybody may do everything
 * @param adminPort where alone what takes the roles operate and admin is asked for; empty: where
 *     everything is
 */
public record SecuritySettings(Optional<Gate> gate, OptionalInt adminPort) {

  /** Everybody may do everything. */
  public static final SecuritySettings OFF =
      new SecuritySettings(Optional.empty(), OptionalInt.empty());
}
