package io.salver.app;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Says at the start, and loudly, where everybody who reaches the service may do everything. */
@Singleton
final class SecurityNotice {

  private static final Logger LOG = System.getLogger(SecurityNotice.class.getName());
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

  private final SecurityConfig security;
  private final Config config;

  @Inject
  SecurityNotice(SecurityConfig security, Config config) {
    this.security = security;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    List<String> open =
        List.of("quarkus.http.host", "quarkus.grpc.server.host", "quarkus.management.host").stream()
            .filter(name -> !isLoopback(config.getValue(name, String.class)))
            .toList();
    if (!security.enabled() && !open.isEmpty()) {
      LOG.log(
          Level.WARNING,
          () ->
              "SECURITY IS OFF, and other machines reach this one: whoever does may ask, change and"
                  + " unload every model. Set salver.security.enabled=true and"
                  + " salver.security.keys, or salver.host=127.0.0.1 (src/docs/security.md). Open: "
                  + open);
    }
  }

  private static boolean isLoopback(String host) {
    return LOOPBACK.contains(host) || host.startsWith("127.");
  }
}
