package io.salver.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How predictions wait for labels that come late, below {@code salver.feedback.}; what one model
 * wants, its {@code model.yaml} says.
 */
@ConfigMapping(prefix = "salver.feedback")
public interface FeedbackConfig {

  /**
   * Whether predictions are remembered and estimated; labels of those that were remembered are
   * taken in any case.
   */
  @WithDefault("true")
  boolean enabled();

  /** How long predictions and labels are kept. */
  @WithDefault("7d")
  Duration retention();

  /** Most predictions that are kept, and most labels; the oldest go first. */
  @WithDefault("1000000")
  long most();

  /** Most predictions that are remembered in a second, over a while; more are counted only. */
  @WithDefault("1000")
  int perSecond();

  /**
   * Most that waits for the store: predictions, and each class of one, count one and take some 100
   * bytes. More is dropped, and counted.
   */
  @WithDefault("200000")
  long waiting();

  /** How long a label waits for a prediction that is not remembered yet. */
  @WithDefault("2s")
  Duration patience();
}
