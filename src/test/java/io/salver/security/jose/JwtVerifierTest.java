package io.salver.security.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.salver.fault.BackendFailure;
import io.salver.fault.Unauthenticated;
import io.salver.fault.Unauthenticated.Reason;
import io.salver.security.Principal;
import io.salver.security.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an issuer of our own, which publishes its keys on this machine. */
final class JwtVerifierTest {

  private static final String ISSUER = "https://issuer.example";
  private static final PublicJsonWebKey RSA = rsa("first");
  private static final PublicJsonWebKey EC = ec("second");
  private static final PublicJsonWebKey STRANGER = rsa("first");

  private final AtomicInteger unknown = new AtomicInteger();
  private volatile String published = set(RSA, EC);
  private HttpServer server;
  private IssuerKeys keys;
  private JwtVerifier verifier;

  @BeforeEach
  void publish() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jwks",
        exchange -> {
          byte[] body = published.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, Math.max(1, body.length));
          exchange.getResponseBody().write(body.length == 0 ? new byte[1] : body);
          exchange.close();
        });
    server.start();
    keys = IssuerKeys.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks"));
    keys.look();
    verifier =
        new JwtVerifier(
            keys,
            new JwtVerifier.Expected(ISSUER, List.of("salver"), Duration.ofSeconds(5)),
            new JwtVerifier.Claims("realm_access.roles", "salver-", "salver_models", "azp"),
            InstantSource.system(),
            unknown::incrementAndGet);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_good_token_says_who_may_do_what() {
    Principal principal = verifier.verify(signed(RSA, claims -> {}));
    assertThat(principal.name()).isEqualTo("shop");
    assertThat(principal.role()).isEqualTo(Role.OPERATE);
    assertThat(principal.models().matches("adult-mlp")).isTrue();
    assertThat(principal.models().matches("california")).isFalse();
    assertThat(verifier.verify(signed(EC, claims -> {})).name()).isEqualTo("shop");
    Principal all = verifier.verify(signed(EC, claims -> claims.unsetClaim("salver_models")));
    assertThat(all.models().isAll()).isTrue();
  }

  @Test
  void an_expired_token_is_refused_as_such() {
    assertRefused(
        Reason.EXPIRED, signed(RSA, claims -> claims.setExpirationTimeMinutesInTheFuture(-1)));
  }

  @Test
  void a_token_for_somebody_else_or_of_somebody_else_is_refused() {
    assertRefused(Reason.WRONG, signed(RSA, claims -> claims.setAudience("other")));
    assertRefused(Reason.WRONG, signed(RSA, claims -> claims.unsetClaim("aud")));
    assertRefused(Reason.WRONG, signed(RSA, claims -> claims.setIssuer("https://other.example")));
    assertRefused(Reason.WRONG, signed(RSA, claims -> claims.unsetClaim("iss")));
    assertRefused(Reason.WRONG, signed(STRANGER, claims -> {}));
  }

  @Test
  void a_token_without_end_subject_or_role_is_refused() {
    assertRefused(Reason.WRONG, signed(RSA, claims -> claims.unsetClaim("exp")));
    assertRefused(Reason.WRONG, signed(RSA, claims -> claims.unsetClaim("sub")));
    assertRefused(Reason.WRONG, signed(RSA, claims -> claims.unsetClaim("realm_access")));
    assertRefused(Reason.WRONG, signed(RSA, claims -> claims.setNotBeforeMinutesInThePast(-10)));
  }

  @Test
  void a_token_that_nobody_signed_is_refused() throws JoseException {
    String[] parts = signed(RSA, claims -> {}).split("\\.", -1);
    for (String none : List.of("none", "None", "NONE")) {
      String head = encoded("{\"alg\":\"" + none + "\"}");
      assertRefused(Reason.WRONG, head + "." + parts[1] + ".");
      assertRefused(Reason.WRONG, head + "." + parts[1] + "." + parts[2]);
    }
    JsonWebSignature shared = new JsonWebSignature();
    shared.setPayload(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    shared.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    shared.setKeyIdHeaderValue("first");
    shared.setKey(new HmacKey(RSA.getKey().getEncoded()));
    shared.setDoKeyValidation(false);
    assertRefused(Reason.WRONG, shared.getCompactSerialization());
  }

  @Test
  void what_was_changed_on_the_way_is_refused() {
    String[] parts = signed(RSA, claims -> {}).split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String other = encoded(claims.replace("salver-operate", "salver-admin"));
    assertRefused(Reason.WRONG, parts[0] + "." + other + "." + parts[2]);
    for (String none : List.of("", ".", "..", "a.b.c", "x".repeat(100_000), "{}", "ü.ü.ü")) {
      assertRefused(Reason.WRONG, none);
    }
  }

  @Test
  void the_keys_of_a_token_itself_are_not_asked() throws JoseException {
    JsonWebSignature forged = new JsonWebSignature();
    forged.setPayload(claims(claims -> {}).toJson());
    forged.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    forged.setHeader("jwk", STRANGER);
    forged.setHeader("jku", "http://127.0.0.1:1/jwks");
    forged.setKey(STRANGER.getPrivateKey());
    assertRefused(Reason.WRONG, forged.getCompactSerialization());
  }

  @Test
  void a_key_that_is_not_known_yet_is_looked_for() {
    PublicJsonWebKey next = rsa("third");
    String token = signed(next, claims -> {});
    assertRefused(Reason.WRONG, token);
    assertThat(unknown).hasValue(1);
    published = set(next);
    keys.look();
    assertThat(verifier.verify(token).name()).isEqualTo("shop");
    assertRefused(Reason.WRONG, signed(RSA, claims -> {}));
  }

  @Test
  void an_issuer_that_fails_takes_nothing_away() {
    published = "";
    keys.look();
    published = "no keys";
    keys.look();
    assertThat(verifier.verify(signed(RSA, claims -> {})).name()).isEqualTo("shop");
  }

  @Test
  void keys_may_come_from_a_file(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("jwks.json"), set(EC));
    assertThat(IssuerKeys.of(file).get()).hasSize(1);
    Files.writeString(file, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}");
    assertThatThrownBy(() -> IssuerKeys.of(file)).isInstanceOf(BackendFailure.class);
  }

  private void assertRefused(Reason reason, String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            Unauthenticated.class, fault -> assertThat(fault.reason()).isEqualTo(reason));
  }

  private static String signed(PublicJsonWebKey key, Consumer<JwtClaims> change) {
    try {
      JsonWebSignature signature = new JsonWebSignature();
      signature.setPayload(claims(change).toJson());
      signature.setAlgorithmHeaderValue(
          key.getKeyType().equals("EC")
              ? AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256
              : AlgorithmIdentifiers.RSA_USING_SHA256);
      signature.setKeyIdHeaderValue(key.getKeyId());
      signature.setKey(key.getPrivateKey());
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  private static JwtClaims claims(Consumer<JwtClaims> change) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience("salver", "other");
    claims.setSubject("1234");
    claims.setClaim("azp", "shop");
    claims.setExpirationTimeMinutesInTheFuture(5);
    claims.setClaim(
        "realm_access", Map.of("roles", List.of("salver-infer", "salver-operate", "x")));
    claims.setClaim("salver_models", List.of("adult*"));
    change.accept(claims);
    return claims;
  }

  private static String set(PublicJsonWebKey... keys) {
    return new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY);
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static PublicJsonWebKey rsa(String id) {
    try {
      PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  private static PublicJsonWebKey ec(String id) {
    try {
      PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }
}
