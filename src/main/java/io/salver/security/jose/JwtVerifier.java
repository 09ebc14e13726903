package io.salver.security.jose;

import io.salver.fault.Unauthenticated;
import io.salver.fault.Unauthenticated.Reason;
import io.salver.security.ModelPatterns;
import io.salver.security.Principal;
import io.salver.security.Role;
import io.salver.security.TokenVerifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Verifies JSON web tokens (RFC 7519) as RFC 8725 advises: asymmetric signatures only, whatever the
 * token says of itself; issuer, audience, subject and an end are required. Thread-safe.
 */
public final class JwtVerifier implements TokenVerifier {

  private static final AlgorithmConstraints ALGORITHMS =
      new AlgorithmConstraints(
          ConstraintType.PERMIT,
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.RSA_USING_SHA384,
          AlgorithmIdentifiers.RSA_USING_SHA512,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
          AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
          AlgorithmIdentifiers.EDDSA);

  private static final int MOST_LETTERS = 16 * 1024;

  private final IssuerKeys keys;
  private final Claims claims;
  private final InstantSource clock;
  private final Runnable unknownKey;
  private final Expected expected;

  /**
   * A verifier.
   *
   * @param unknownKey hears that a token names a key which is not known, and may have it looked for
   */
  public JwtVerifier(
      IssuerKeys keys, Expected expected, Claims claims, InstantSource clock, Runnable unknownKey) {
    this.keys = keys;
    this.expected = expected;
    this.claims = claims;
    this.clock = clock;
    this.unknownKey = unknownKey;
  }

  /**
   * What a token must say.
   *
   * @param skew by how much the issuer's clock may be off
   */
  public record Expected(String issuer, List<String> audiences, Duration skew) {}

  /**
   * Which claims say what a caller may do; a dot leads into an object.
   *
   * @param roles a list, or a text with spaces between
   * @param prefix before the names of roles
   * @param models likewise; a token without it is for all
   * @param name what the caller is called
   */
  public record Claims(String roles, String prefix, String models, String name) {}

  @Override
  public Principal verify(String token) {
    if (token.length() > MOST_LETTERS) {
      throw new Unauthenticated(Reason.WRONG, "the token is too long");
    }
    try {
      return principal(consumer().processToClaims(token));
    } catch (InvalidJwtException e) {
      throw refusal(e);
    }
  }

  private JwtConsumer consumer() {
    return new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(ALGORITHMS)
        .setVerificationKeyResolver(resolver())
        .setExpectedIssuer(expected.issuer())
        .setExpectedAudience(expected.audiences().toArray(String[]::new))
        .setRequireExpirationTime()
        .setRequireSubject()
        .setAllowedClockSkewInSeconds((int) expected.skew().toSeconds())
        .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
        .build();
  }

  private VerificationKeyResolver resolver() {
    JwksVerificationKeyResolver known = new JwksVerificationKeyResolver(keys.get());
    return (signature, nesting) -> {
      try {
        return known.resolveKey(signature, nesting);
      } catch (UnresolvableKeyException e) {
        unknownKey.run();
        throw e;
      }
    };
  }

  private static Unauthenticated refusal(InvalidJwtException why) {
    if (why.hasExpired()) {
      return new Unauthenticated(Reason.EXPIRED, "the token has expired");
    }
    if (why.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)
        || why.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
      return new Unauthenticated(Reason.WRONG, "the token is not for this service");
    }
    if (why.hasErrorCode(ErrorCodes.ISSUER_INVALID)
        || why.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
      return new Unauthenticated(Reason.WRONG, "the token is from another issuer");
    }
    return new Unauthenticated(Reason.WRONG, "the token cannot be verified");
  }

  private Principal principal(JwtClaims said) {
    Role role =
        texts(said, claims.roles()).stream()
            .filter(text -> text.startsWith(claims.prefix()))
            .map(text -> text.substring(claims.prefix().length()))
            .flatMap(text -> Arrays.stream(Role.values()).filter(each -> each.text().equals(text)))
            .max(Comparator.naturalOrder())
            .orElseThrow(
                () -> new Unauthenticated(Reason.WRONG, "the token names no role of this service"));
    Optional<Object> models = find(said, claims.models());
    return new Principal(
        name(said),
        role,
        models.isEmpty() ? ModelPatterns.ALL : ModelPatterns.of(texts(said, claims.models())),
        Optional.empty());
  }

  private String name(JwtClaims said) {
    try {
      return find(said, claims.name())
          .filter(String.class::isInstance)
          .map(String.class::cast)
          .orElse(said.getSubject());
    } catch (MalformedClaimException e) {
      throw new Unauthenticated(Reason.WRONG, "the subject of the token is no text");
    }
  }

  /** The texts of a list, or of a text with spaces between them. */
  private static List<String> texts(JwtClaims said, String claim) {
    return switch (find(said, claim).orElse("")) {
      case String text ->
          Arrays.stream(text.split(" ", -1)).filter(each -> !each.isEmpty()).toList();
      case List<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      default -> List.of();
    };
  }

  private static Optional<Object> find(JwtClaims said, String claim) {
    if (said.hasClaim(claim)) {
      return Optional.of(said.getClaimValue(claim));
    }
    Object at = said.getClaimsMap();
    for (String part : claim.split("\\.", -1)) {
      if (!(at instanceof Map<?, ?> map) || map.get(part) == null) {
        return Optional.empty();
      }
      at = map.get(part);
    }
    return Optional.of(at);
  }
}
