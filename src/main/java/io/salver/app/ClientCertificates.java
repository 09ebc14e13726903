package io.salver.app;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Has HTTP ask clients for certificates; gRPC reads the same setting. Thread-safe. */
@Singleton
public final class ClientCertificates implements HttpServerOptionsCustomizer {

  private final SecurityConfig config;

  @Inject
  ClientCertificates(SecurityConfig config) {
    this.config = config;
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    options.setClientAuth(
        switch (config.clientCertificates()) {
          case NONE -> ClientAuth.NONE;
          case REQUEST -> ClientAuth.REQUEST;
          case REQUIRED -> ClientAuth.REQUIRED;
        });
  }
}
