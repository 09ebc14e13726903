package engine.child;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;

/**
 * The least that a POST endpoint on the service's HTTP stack can do: a raw route of Vert.x, which
 * Quarkus serves HTTP with, reads the body and answers a fixed JSON as long as that of the tiny
 * model.
 */
public final class BareEndpoint {

  private static final String ANSWER =
      "{\"model_name\":\"tiny\",\"model_version\":\"1\",\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\","
          + "\"shape\":[1,3],\"data\":[0.12345678,-0.2345678,0.34567891]}]}";

  private BareEndpoint() {}

  public static void main(String... arguments) {
    int port = Integer.parseInt(arguments[0]);
    int loops = 2 * Runtime.getRuntime().availableProcessors(); // as Quarkus has
    Vertx.vertx()
        .deployVerticle(() -> new Server(port), new DeploymentOptions().setInstances(loops));
  }

  private static final class Server extends AbstractVerticle {

    private final int port;

    Server(int port) {
      this.port = port;
    }

    @Override
    public void start() {
      Buffer answer = Buffer.buffer(ANSWER);
      Router router = Router.router(vertx);
      router
          .post("/v2/models/tiny/infer")
          .handler(
              context ->
                  context
                      .request()
                      .bodyHandler(
                          body ->
                              context
                                  .response()
                                  .putHeader("Content-Type", "application/json")
                                  .end(answer)));
      vertx
          .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
          .requestHandler(router)
          .listen();
    }
  }
}
