package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever becomes of an answer, its memory is given back. */
final class EncodedAnswerTest {

  private static final int BYTES = 4 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final ByteBuf memory =
      PooledByteBufAllocator.DEFAULT.directBuffer(BYTES).writeZero(BYTES);
  private final CompletableFuture<Integer> references = new CompletableFuture<>();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void memory_is_released_when_the_answer_is_sent() throws Exception {
    HttpServer server = serve(request -> answer().send(request));

    try (Socket client = request(server)) {
      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 200").contains("content-length: " + BYTES);
    }
    assertThat(referencesAtTheEnd()).isZero();
  }

  @Test
  void memory_is_released_when_the_client_goes_before_it_has_read_all() throws Exception {
    HttpServer server = serve(request -> answer().send(request));

    try (Socket client = request(server);
        InputStream answer = client.getInputStream()) {
      assertThat(answer.read()).isEqualTo('H');
    }
    assertThat(referencesAtTheEnd()).isZero();
  }

  @Test
  void memory_is_released_when_there_was_an_answer_before() throws Exception {
    HttpServer server =
        serve(
            request -> {
              request.response().end();
              answer().send(request);
            });

    try (Socket client = request(server)) {
      assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
    }
    assertThat(referencesAtTheEnd()).isZero();
  }

  private EncodedAnswer answer() {
    return new EncodedAnswer(memory, OptionalInt.empty());
  }

  /**
   * What is left when the connection is closed on both sides and its event loop has no more to do.
   */
  private int referencesAtTheEnd() throws Exception {
    return references.get(60, TimeUnit.SECONDS);
  }

  private HttpServer serve(Consumer<HttpServerRequest> handler) throws Exception {
    return vertx
        .createHttpServer()
        .connectionHandler(
            connection ->
                connection.closeHandler(
                    closed -> vertx.runOnContext(later -> references.complete(memory.refCnt()))))
        .requestHandler(handler::accept)
        .exceptionHandler(expected -> {})
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private static Socket request(HttpServer server) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    client
        .getOutputStream()
        .write(
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return client;
  }
}
