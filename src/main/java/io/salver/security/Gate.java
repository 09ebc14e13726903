package io.salver.security;

import io.salver.fault.Fault;
import io.salver.fault.Forbidden;
import io.salver.fault.Unauthenticated;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides on every request of both protocols, before anything of it is decoded: who asks, whether
 * they have the role that the action takes, and whether they ask too often. Which models they may
 * use the {@link Caller} decides, once a model is known. Thread-safe; never waits.
 */
public final class Gate {

  private final Supplier<KeyRing> keys;
  private final Pepper pepper;
  private final TokenVerifier tokens;
  private final Rates rates;
  private final InstantSource clock;
  private final SecurityObserver observer;

  /**
   * A gate.
   *
   * @param keys the keys as they are now
   * @param pepper went into their hashes
   */
  public Gate(
      Supplier<KeyRing> keys,
      Pepper pepper,
      TokenVerifier tokens,
      Rates rates,
      InstantSource clock,
      SecurityObserver observer) {
    this.keys = keys;
    this.pepper = pepper;
    this.tokens = tokens;
    this.rates = rates;
    this.clock = clock;
    this.observer = observer;
  }

  /**
   * How often may be asked.
   *
   * @param ofPrincipals of those whose own rate is not said; empty: as often as they like
   * @param ofStrangers of an address whose credentials are not good, until it is told so only
   */
  public record Rates(RateLimits limits, Optional<Rate> ofPrincipals, Rate ofStrangers) {}

  /**
   * Lets a request in.
   *
   * @param address where it came from
   * @throws Unauthenticated when it is not known who asks
   * @throws Forbidden when they have not the role
   * @throws io.salver.fault.RateLimited when they ask too often
   */
  public Caller enter(Credential credential, String address, Action action) {
    if (action.role().isEmpty()) {
      return Caller.ANYBODY;
    }
    String client = address;
    try {
      Principal principal = authenticate(credential, address);
      client = principal.name();
      requireRole(principal, action.role().get());
      Optional<Rate> rate = principal.rate().or(rates::ofPrincipals);
      if (rate.isPresent()) {
        rates.limits().take(client, rate.get());
      }
      return new Caller(client, principal.models(), action, observer);
    } catch (Fault refusal) {
      observer.refused(action, client, refusal);
      throw refusal;
    }
  }

  /** Tells of a request that something else refused. */
  public <F extends Fault> F refused(Action action, String address, F refusal) {
    observer.refused(action, address, refusal);
    return refusal;
  }

  private Principal authenticate(Credential credential, String address) {
    try {
      return switch (credential) {
        case Credential.Key(String text) -> keys.get().ofKey(text, pepper, clock);
        case Credential.Token(String text) -> tokens.verify(text);
        case Credential.Certificate(String subject) -> keys.get().ofCertificate(subject);
        case Credential.Unreadable(String why) ->
            throw new Unauthenticated(Unauthenticated.Reason.WRONG, why);
        case Credential.None _ ->
            throw new Unauthenticated(
                Unauthenticated.Reason.MISSING,
                "a key or a token is expected, as 'Authorization: Bearer …' or 'X-API-Key: …'");
      };
    } catch (Unauthenticated refusal) {
      rates.limits().take("address " + address, rates.ofStrangers());
      throw refusal;
    }
  }

  private static void requireRole(Principal principal, Role needed) {
    if (!principal.role().includes(needed)) {
      throw new Forbidden(
          Forbidden.Reason.ROLE,
          "this takes the role "
              + needed.text()
              + "; '"
              + principal.name()
              + "' has "
              + principal.role().text());
    }
  }
}
