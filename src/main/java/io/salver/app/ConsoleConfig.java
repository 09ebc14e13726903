package io.salver.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The web console, below {@code salver.console.}. */
@ConfigMapping(prefix = "salver.console")
public interface ConsoleConfig {

  /** Whether {@code /console} is there: it shows and asks what any client of the API may. */
  @WithDefault("true")
  boolean enabled();
}
