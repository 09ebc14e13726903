package io.salver.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * How models are watched, below {@code salver.monitoring.}; what one model wants, its {@code
 * model.yaml} says.
 */
@ConfigMapping(prefix = "salver.monitoring")
public interface WatchConfig {

  /** Whether what models are asked and answer is compared with their reference profiles. */
  @WithDefault("true")
  boolean enabled();

  /**
   * Most rows, texts, pictures and sounds that wait to be looked at; more are dropped, and counted.
   */
  @WithDefault("8192")
  int ring();

  /**
   * Most samples of one version that are compared in a second, and ten times as many at once after
   * a pause; a window needs no more.
   */
  @WithDefault("2000")
  int rate();
}
