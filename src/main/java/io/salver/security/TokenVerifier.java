package io.salver.security;

import io.salver.fault.Unauthenticated;

/** Reads tokens that an issuer signed. Thread-safe; never waits for the issuer. */
@FunctionalInterface
public interface TokenVerifier {

  /** Where no issuer is trusted. */
  TokenVerifier NONE =
      token -> {
        throw new Unauthenticated(
            Unauthenticated.Reason.WRONG, "tokens are not taken here; a key of this service is");
      };

  /**
   * Whose token that is.
   *
   * @throws Unauthenticated when the signature, the issuer, the audience or the time is wrong, or
   *     no role is in it
   */
  Principal verify(String token);
}
