package io.salver.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** How traffic is divided and arms are judged, below {@code salver.rollouts.}. */
@ConfigMapping(prefix = "salver.rollouts")
public interface RolloutsConfig {

  /** Whether rollouts are followed; without, every request meets the latest version. */
  @WithDefault("true")
  boolean enabled();

  /** How often the store is asked for rollouts that others have changed. */
  @WithDefault("2s")
  Duration refresh();

  /** How often what was seen is told to the store, and rollouts are judged. */
  @WithDefault("10s")
  Duration judge();

  /** The directory of files that declare rollouts; need not exist. */
  @WithDefault("models/rollouts")
  Path directory();

  /** How often the directory is read. */
  @WithDefault("15s")
  Duration poll();
}
