package io.salver.api;

import io.salver.security.ApiKey;
import io.salver.security.Credential;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Reads who asks from the fields of a request, which both protocols have. Stateless. */
public final class Credentials {

  /** Has a key or a token. */
  public static final String AUTHORIZATION = "authorization";

  /** Has a key. */
  public static final String API_KEY = "x-api-key";

  private static final String BEARER = "bearer ";

  private Credentials() {}

  /**
   * The credential that a request carries.
   *
   * @param authorization the values of that field
   * @param apiKey the values of that field
   * @param certificate the subject of the client's certificate, which counts where the fields say
   *     nothing
   */
  public static Credential of(
      List<String> authorization, List<String> apiKey, Optional<String> certificate) {
    if (authorization.size() + apiKey.size() > 1) {
      return new Credential.Unreadable("one credential is expected, received several");
    }
    if (!apiKey.isEmpty()) {
      return new Credential.Key(apiKey.getFirst());
    }
    if (authorization.isEmpty()) {
      return certificate.<Credential>map(Credential.Certificate::new).orElse(new Credential.None());
    }
    String field = authorization.getFirst();
    if (!field.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return new Credential.Unreadable("Authorization expects 'Bearer' and a key or a token");
    }
    String text = field.substring(BEARER.length()).trim();
    return text.startsWith(ApiKey.PREFIX) ? new Credential.Key(text) : new Credential.Token(text);
  }

  /** The subject of the certificate that the client showed on that connection, if it did. */
  public static Optional<String> certificate(@Nullable SSLSession session) {
    if (session == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(session.getPeerPrincipal().getName());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}
