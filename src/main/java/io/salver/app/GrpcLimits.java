package io.salver.app;

import io.grpc.netty.NettyServerBuilder;
import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what a connection over gRPC may hold: how long it lives without a call and at all, whether
 * somebody is still there, how many calls it has open, and how often it may take calls back (the
 * attack is known as Rapid Reset, CVE-2023-44487). Thread-safe.
 */
@Singleton
public final class GrpcLimits implements ServerBuilderCustomizer<VertxServerBuilder> {

  private static final Duration QUIET = Duration.ofMinutes(2);
  private static final Duration NO_ANSWER = Duration.ofSeconds(20);

  /** Pings of clients that come more often end their connection; gRPC's own default is 5 min. */
  private static final Duration LEAST_BETWEEN_PINGS = Duration.ofSeconds(10);

  private static final int MOST_CALLS = 1_000;
  private static final int MOST_RESETS = 1_000;
  private static final int RESETS_SECONDS = 10;

  private final SalverConfig.Grpc config;

  @Inject
  GrpcLimits(SalverConfig config) {
    this.config = config.grpc();
  }

  @Override
  public void customize(GrpcServerConfiguration server, VertxServerBuilder builder) {
    NettyServerBuilder netty = builder.nettyBuilder();
    netty.maxConnectionIdle(config.connectionIdle().toMillis(), TimeUnit.MILLISECONDS);
    netty.maxConnectionAge(config.connectionAge().toMillis(), TimeUnit.MILLISECONDS);
    netty.keepAliveTime(QUIET.toMillis(), TimeUnit.MILLISECONDS);
    netty.keepAliveTimeout(NO_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    netty.permitKeepAliveTime(LEAST_BETWEEN_PINGS.toMillis(), TimeUnit.MILLISECONDS);
    netty.permitKeepAliveWithoutCalls(true);
    netty.maxConcurrentCallsPerConnection(MOST_CALLS);
    netty.maxRstFramesPerWindow(MOST_RESETS, RESETS_SECONDS);
  }
}
