package io.salver.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Who may do what, below {@code salver.security.}. */
@ConfigMapping(prefix = "salver.security")
public interface SecurityConfig {

  /** Whether callers have to say who they are. */
  @WithDefault("false")
  boolean enabled();

  /** The file of keys and certificates; it is read again when it changes. */
  Optional<Path> keys();

  /** Time between two looks at the files of keys. */
  @WithDefault("10s")
  Duration keysPoll();

  /** A secret that went into the hashes of keys; in the environment rather than in a file. */
  Optional<String> pepper();

  /** Tokens of an issuer of OpenID Connect. */
  Tokens tokens();

  /** How often clients may ask. */
  Rates rate();

  /**
   * The port at which alone what takes the roles operate and admin is asked for; absent: where
   * everything is.
   */
  OptionalInt adminPort();

  /** Whether the metrics at the management port take the role operate; its probes never do. */
  @WithDefault("false")
  boolean metrics();

  /** Certificates of clients, where they speak TLS. */
  @WithDefault("none")
  ClientCertificates clientCertificates();

  /** Whether clients show a certificate. */
  enum ClientCertificates {
    /** They are not asked. */
    NONE,
    /** One who shows a certificate must show a good one. */
    REQUEST,
    /** Nobody gets a connection without one. */
    REQUIRED
  }

  /** Settings of tokens. */
  interface Tokens {

    /** What their {@code iss} must be; absent: no tokens are taken. */
    Optional<String> issuer();

    /** One of which their {@code aud} must name. */
    Optional<List<String>> audience();

    /** Where the issuer publishes its keys. */
    Optional<URI> jwks();

    /** A file of the issuer's keys, instead. */
    Optional<Path> jwksFile();

    /** Time between two readings of the keys; also how long a new key may be unknown. */
    @WithDefault("5m")
    Duration jwksRefresh();

    /** By how much the issuer's clock may be off. */
    @WithDefault("30s")
    Duration skew();

    /** The claim that names roles; dots lead into objects. */
    @WithDefault("roles")
    String rolesClaim();

    /** What stands before the names of roles in it, such as {@code salver:}. */
    Optional<String> rolesPrefix();

    /** The claim that names models; a token without it is for all. */
    @WithDefault("salver_models")
    String modelsClaim();

    /** The claim that says what a caller is called. */
    @WithDefault("sub")
    String nameClaim();
  }

  /** Settings of rates. */
  interface Rates {

    /** Requests a second of a client whose key says nothing else; absent: no limit. */
    OptionalDouble perSecond();

    /** Requests at once after a pause; absent: those of one second. */
    OptionalInt burst();

    /** Wrong credentials a second from one address that are told so; the others get a 429. */
    @WithDefault("10")
    double failuresPerSecond();

    /** Clients that are remembered. */
    @WithDefault("10000")
    int clients();
  }
}
