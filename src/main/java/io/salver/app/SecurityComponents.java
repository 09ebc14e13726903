package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.salver.api.SecuritySettings;
import io.salver.security.Gate;
import io.salver.security.KeyRing;
import io.salver.security.Pepper;
import io.salver.security.Rate;
import io.salver.security.RateLimits;
import io.salver.security.TokenVerifier;
import io.salver.security.file.WatchedKeys;
import io.salver.security.jose.IssuerKeys;
import io.salver.security.jose.JwtVerifier;
import io.salver.telemetry.SecurityMetrics;
import io.salver.time.Ticker;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Constructs what decides who may do what. */
@Singleton
final class SecurityComponents {

  @Produces
  @Singleton
  SecurityThread thread() {
    return new SecurityThread();
  }

  void close(@Disposes SecurityThread thread) {
    thread.close();
  }

  @Produces
  @Singleton
  SecuritySettings settings(
      SecurityConfig config, MeterRegistry registry, Ticker ticker, SecurityThread thread) {
    if (!config.enabled()) {
      return SecuritySettings.OFF;
    }
    requireSomebody(config);
    Gate gate =
        new Gate(
            keys(config, thread),
            config.pepper().map(Pepper::new).orElse(Pepper.NONE),
            tokens(config.tokens(), thread),
            rates(config.rate(), ticker),
            InstantSource.system(),
            new SecurityMetrics(registry, ticker));
    return new SecuritySettings(Optional.of(gate), config.adminPort());
  }

  private static void requireSomebody(SecurityConfig config) {
    if (config.keys().isEmpty() && config.tokens().issuer().isEmpty()) {
      throw new IllegalStateException(
          "salver.security.enabled expects salver.security.keys, a file of keys (make one by"
              + " './salver key create --roles admin'), or salver.security.tokens.issuer");
    }
  }

  private static Supplier<KeyRing> keys(SecurityConfig config, SecurityThread thread) {
    if (config.keys().isEmpty()) {
      return () -> KeyRing.EMPTY;
    }
    WatchedKeys keys = new WatchedKeys(config.keys().get());
    thread.repeat(config.keysPoll(), keys::look);
    return keys;
  }

  private static TokenVerifier tokens(SecurityConfig.Tokens config, SecurityThread thread) {
    if (config.issuer().isEmpty()) {
      return TokenVerifier.NONE;
    }
    List<String> audiences =
        config
            .audience()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "salver.security.tokens.issuer expects salver.security.tokens.audience"));
    IssuerKeys keys = issuerKeys(config);
    Runnable look = keys::look;
    thread.repeat(config.jwksRefresh(), look);
    if (config.jwks().isPresent()) {
      thread.soon(look);
    }
    return new JwtVerifier(
        keys,
        new JwtVerifier.Expected(config.issuer().get(), audiences, config.skew()),
        new JwtVerifier.Claims(
            config.rolesClaim(),
            config.rolesPrefix().orElse(""),
            config.modelsClaim(),
            config.nameClaim()),
        InstantSource.system(),
        () -> thread.soon(look));
  }

  private static IssuerKeys issuerKeys(SecurityConfig.Tokens config) {
    if (config.jwksFile().isPresent()) {
      return IssuerKeys.of(config.jwksFile().get());
    }
    return IssuerKeys.at(
        config
            .jwks()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "salver.security.tokens.issuer expects salver.security.tokens.jwks, an"
                            + " address, or salver.security.tokens.jwks-file")));
  }

  private static Gate.Rates rates(SecurityConfig.Rates config, Ticker ticker) {
    Optional<Rate> rate =
        config.perSecond().isEmpty()
            ? Optional.empty()
            : Optional.of(
                rate(
                    config.perSecond().getAsDouble(),
                    config.burst().orElse((int) Math.ceil(config.perSecond().getAsDouble()))));
    return new Gate.Rates(
        new RateLimits(config.clients(), ticker),
        rate,
        rate(config.failuresPerSecond(), (int) Math.ceil(config.failuresPerSecond() * 2)));
  }

  private static Rate rate(double perSecond, int burst) {
    return new Rate(perSecond, Math.max(1, burst));
  }
}
