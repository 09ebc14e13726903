package io.salver.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.salver.api.SecuritySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;

/**
 * The port for what takes the roles operate and admin, where {@code salver.security.admin-port}
 * asks for one: the routes are those of every request, and the handler before them tells the ports
 * apart. TLS is that of {@code quarkus.http.tls-configuration-name}.
 */
@Singleton
final class AdminServer {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MOST_HEAD_BYTES = 20 * 1024;
  private static final int IDLE_SECONDS = 600;

  private final SecuritySettings settings;
  private final Vertx vertx;
  private final Config config;
  private final TlsConfigurationRegistry certificates;
  private final ClientCertificates clients;
  private Optional<HttpServer> server = Optional.empty();
  private Optional<Router> routes = Optional.empty();

  @Inject
  AdminServer(
      SecuritySettings settings,
      Vertx vertx,
      Config config,
      TlsConfigurationRegistry certificates,
      ClientCertificates clients) {
    this.settings = settings;
    this.vertx = vertx;
    this.config = config;
    this.certificates = certificates;
    this.clients = clients;
  }

  void routes(@Observes Router router) {
    routes = Optional.of(router);
  }

  void start(@Observes StartupEvent event) {
    if (settings.adminPort().isEmpty() || routes.isEmpty()) {
      return;
    }
    Router router = routes.get();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.getValue("quarkus.http.host", String.class))
            .setPort(settings.adminPort().getAsInt())
            .setMaxHeaderSize(MOST_HEAD_BYTES)
            .setIdleTimeout(IDLE_SECONDS);
    config
        .getOptionalValue("quarkus.http.tls-configuration-name", String.class)
        .ifPresent(name -> encrypt(options, certificates.get(name).orElseThrow()));
    server =
        Optional.of(
            await(
                vertx
                    .createHttpServer(options)
                    .requestHandler(
                        request -> {
                          request.pause(); // as the platform's server does
                          router.handle(request);
                        })
                    .listen()));
  }

  void stop(@Observes ShutdownEvent event) {
    server.ifPresent(open -> await(open.close()));
  }

  private void encrypt(HttpServerOptions options, TlsConfiguration certificate) {
    TlsConfigUtils.configure(options, certificate);
    clients.customizeHttpsServer(options);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the admin port cannot be opened", e);
    }
  }
}
