package io.salver.api.grpc;

import io.grpc.Server;
import io.salver.time.Deadline;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.grpc.VertxServer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends the gRPC server in order. The platform ends it after everything else, when calls can only be
 * refused; but a gRPC client stays on its connection until the server says GOAWAY, whatever
 * readiness says. Thread-safe.
 *
 * <p>The server is in a private field of a verticle of the platform, which has no other handle on
 * it. To undeploy the verticle would not do: Vert.x forgets the server's threads before it ends the
 * server, and calls that come in between are reset.
 */
@Singleton
public final class GrpcShutdown {

  private static final Logger LOG = System.getLogger(GrpcShutdown.class.getName());

  private final Vertx vertx;

  @Inject
  GrpcShutdown(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Says GOAWAY on every connection, accepts no new one, and waits until the calls that have begun
   * are answered.
   */
  public void finish(Deadline deadline) {
    List<Server> servers = servers();
    if (servers.isEmpty()) {
      LOG.log(Level.WARNING, "the gRPC server was not found; its calls are cut");
    }
    servers.forEach(Server::shutdown);
    try {
      for (Server server : servers) {
        if (!server.awaitTermination(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
          LOG.log(Level.WARNING, "gRPC calls that did not end in time are cut");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Server> servers() {
    List<Server> servers = new ArrayList<>();
    for (String id : vertx.deploymentIDs()) {
      for (Verticle verticle : ((VertxInternal) vertx).getDeployment(id).getVerticles()) {
        for (Field field : verticle.getClass().getDeclaredFields()) {
          if (Server.class.isAssignableFrom(field.getType())) {
            servers.add(server(verticle, field));
          }
        }
      }
    }
    return servers;
  }

  private static Server server(Verticle verticle, Field field) {
    try {
      field.setAccessible(true);
      Server server = (Server) field.get(verticle);
      return server instanceof VertxServer wrapper ? wrapper.getRawServer() : server;
    } catch (IllegalAccessException sealed) {
      throw new IllegalStateException("the field was made accessible", sealed);
    }
  }
}
