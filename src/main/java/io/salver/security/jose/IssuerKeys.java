package io.salver.security.jose;

import io.salver.fault.BackendFailure;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The public keys of an issuer, from a file or from where it publishes them. Only {@link #look}
 * waits for anything; it is called by one thread, and when it fails the keys before it stay good.
 * {@link #get} is called by any thread.
 */
public final class IssuerKeys {

  private static final Logger LOG = System.getLogger(IssuerKeys.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 1 << 20;
  private static final int OK = 200;

  private final Source source;
  private volatile List<JsonWebKey> keys = List.of();

  /** Where keys are. */
  private interface Source {
    String read() throws IOException;
  }

  private IssuerKeys(Source source) {
    this.source = source;
  }

  /**
   * The keys of a file.
   *
   * @throws BackendFailure when there are none in it
   */
  public static IssuerKeys of(Path file) {
    IssuerKeys keys = new IssuerKeys(() -> Files.readString(file));
    try {
      keys.keys = keys.read();
    } catch (IOException e) {
      throw new BackendFailure("the issuer's keys cannot be read from " + file, e);
    }
    return keys;
  }

  /** The keys at that address; none until the first look. */
  public static IssuerKeys at(URI address) {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    HttpRequest request = HttpRequest.newBuilder(address).timeout(TIMEOUT).GET().build();
    return new IssuerKeys(() -> fetched(client, request));
  }

  List<JsonWebKey> get() {
    return keys;
  }

  /** Reads them again. */
  public void look() {
    try {
      keys = read();
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          () -> "The issuer's keys cannot be read, and those before stay: " + e.getMessage());
    }
  }

  /** Keys with public halves only: a shared secret among them would let anybody sign. */
  private List<JsonWebKey> read() throws IOException {
    try {
      List<JsonWebKey> all =
          new JsonWebKeySet(source.read())
              .getJsonWebKeys().stream().filter(PublicJsonWebKey.class::isInstance).toList();
      if (all.isEmpty()) {
        throw new IOException("there is no public key in it");
      }
      return all;
    } catch (JoseException e) {
      throw new IOException("it is no set of JSON web keys", e);
    }
  }

  private static String fetched(HttpClient client, HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (response.statusCode() != OK || bytes.length > MOST_BYTES) {
          throw new IOException("the issuer answered with status " + response.statusCode());
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
