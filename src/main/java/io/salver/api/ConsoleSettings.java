package io.salver.api;

/**
 * Whether people may look at the service in a browser.
 *
 * @param isEnabled whether {@code /console} is there
 */
public record ConsoleSettings(boolean isEnabled) {}
