package io.salver.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What shadows may take, below {@code salver.shadows.}. */
@ConfigMapping(prefix = "salver.shadows")
public interface ShadowConfig {

  /**
   * The share of the time, of one thread, that copies of a model's requests may run, above 0, at
   * most 1. Each is one after the other, and none while requests of the model wait.
   */
  @WithDefault("0.1")
  double busy();

  /** Most bytes of the inputs and outputs of a copy; greater requests are not copied. */
  @WithDefault("8M")
  MemorySize mostBytes();

  /** After which a copy has failed. */
  @WithDefault("5s")
  Duration timeout();
}
