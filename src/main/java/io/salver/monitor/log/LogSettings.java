package io.salver.monitor.log;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a model wants of the log: {@code monitor.log} in its {@code model.yaml}. Immutable.
 *
 * @param isEnabled whether anything of it is logged
 * @param share of its requests that are; absent: as the service says
 * @param redact features that are left out
 * @param pseudonymize features whose values are replaced by a keyed hash, the same for the same
 *     value
 * @param hasEmbeddings whether vectors are logged too
 */
public record LogSettings(
    boolean isEnabled,
    OptionalDouble share,
    Set<String> redact,
    Set<String> pseudonymize,
    boolean hasEmbeddings) {

  /** Everything but vectors, as the service says. */
  public static final LogSettings DEFAULT =
      new LogSettings(true, OptionalDouble.empty(), Set.of(), Set.of(), false);

  /** Copies the sets. */
  public LogSettings {
    redact = Set.copyOf(redact);
    pseudonymize = Set.copyOf(pseudonymize);
  }
}
