package io.salver.app;

import io.salver.api.ConsoleSettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Constructs what the web console wants. */
@Singleton
final class ConsoleComponents {

  @Produces
  @Singleton
  ConsoleSettings settings(ConsoleConfig config) {
    return new ConsoleSettings(config.enabled());
  }
}
