package io.salver.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that mean harm, written to the sockets of the packaged service. */
final class HostileRequestsIT {

  private static final int PATIENCE_MILLIS = 120_000;

  private static final List<Socket> HEADS = new ArrayList<>();
  private static final List<Socket> BODIES = new ArrayList<>();

  private static SecuredSalver salver;

  /** What is slow begins at once and goes on beside the other tests. */
  @BeforeAll
  static void start() throws IOException {
    salver = new SecuredSalver(Map.of("salver.grpc.connection-idle", "2s"));
    int port = salver.process().httpPort();
    HEADS.addAll(begin(port, 200, ascii("GET /v2 HTTP/1.1\r\nHost: ")));
    HEADS.addAll(begin(salver.process().grpcPort(), 200, beginningOfCall()));
    for (String path : List.of("/v2/models/echo-fp32/infer", "/v1/recommendations")) {
      String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n" + key();
      BODIES.addAll(begin(port, 50, ascii(head + "\r\n")));
    }
    for (Socket socket : BODIES) {
      socket.getOutputStream().write(' ');
    }
  }

  @AfterAll
  static void stop() throws IOException {
    close(HEADS);
    close(BODIES);
    salver.close();
  }

  @AfterEach
  void the_service_is_unharmed() {
    given()
        .port(salver.process().httpPort())
        .header("Authorization", "Bearer " + salver.infer())
        .get("/v2/models/echo-fp32")
        .then()
        .statusCode(200);
    assertThat(salver.process().log()).doesNotContain(salver.infer().substring(20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/../../../etc/passwd",
        "/console/..%2f..%2f..%2fetc%2fpasswd",
        "/console/%2e%2e/%2e%2e/etc/passwd",
        "/console/..%5c..%5cetc",
        "/v2/models/..%2f..%2f..%2fetc/passwd",
        "/v2/repository/models/..%2f..%2fetc/load",
        "/v2/models/%00",
        "//etc/passwd",
      })
  void a_path_that_climbs_leads_nowhere(String path) throws IOException {
    assertThat(
            answer(
                "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + key() + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .doesNotContain("root:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nContent-Length: 30\r\n",
        "Content-Length: 4, 30\r\n",
        "Content-Length: +4\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 4\r\nContent-Length : 30\r\n",
        "Transfer-Encoding: xchunked\r\nContent-Length: 4\r\nContent-Length: 30\r\n",
      })
  void a_length_that_can_be_read_in_two_ways_is_refused(String fields) throws IOException {
    String smuggled = "GET /v2 HTTP/1.1\r\nHost: x\r\n" + key() + "\r\n";
    String answers =
        answer(
            "POST /v2/models/echo-fp32/infer HTTP/1.1\r\nHost: x\r\n"
                + key()
                + fields
                + "\r\n{}{}"
                + smuggled);
    assertThat(answers).startsWith("HTTP/1.1 400 ");
    assertThat(answers.indexOf("HTTP/1.1", 1)).isNegative();
  }

  @Test
  void a_field_with_a_line_break_in_it_ends_nothing_and_begins_nothing() throws IOException {
    for (String field :
        List.of(
            "X-Request-Id: a\r\n\tX-Evil: 1\r\n",
            "X-Request-Id: a\u0000b\r\n",
            "X-Request-Id: a\rX-Evil: 1\r\n")) {
      String answer =
          answer("GET /v2 HTTP/1.1\r\nHost: x\r\n" + key() + field + "Connection: close\r\n\r\n");
      assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("x-evil: 1\r\n");
    }
  }

  @Test
  void a_head_that_is_too_large_is_refused() throws IOException {
    assertThat(answer("GET /" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .matches("(?s)HTTP/1\\.[01] 414 .*");
    assertThat(
            answer("GET /v2 HTTP/1.1\r\nHost: x\r\nX-Large: " + "a".repeat(100_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void several_credentials_are_none() throws IOException {
    assertThat(
            answer("GET /v2 HTTP/1.1\r\nHost: x\r\n" + key() + key() + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 401 ");
  }

  @Test
  void heads_that_never_end_are_not_waited_for() throws IOException {
    for (Socket socket : HEADS) {
      assertThat(ended(socket.getInputStream())).isTrue();
    }
  }

  /** The preface of HTTP/2, no settings, and of the head of a call (RFC 9113, 6.2) the length. */
  private static byte[] beginningOfCall() {
    byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    byte[] headers = {0, 1, 0, 1, 4, 0, 0, 0, 1};
    return ByteBuffer.allocate(42)
        .put(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
        .put(settings)
        .put(headers)
        .array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void bodies_that_trickle_are_answered_by_408_and_the_end_of_the_connection() throws IOException {
    for (Socket socket : BODIES) {
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 408 ")
          .contains("of the body only 1 bytes came in 20 s");
    }
  }

  @Test
  void nonsense_for_grpc_is_closed() throws IOException {
    try (Socket socket = open(salver.process().grpcPort())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(ended(socket.getInputStream())).isTrue();
    }
  }

  private static String key() {
    return "Authorization: Bearer " + salver.infer() + "\r\n";
  }

  private static List<Socket> begin(int port, int connections, byte[] beginning)
      throws IOException {
    List<Socket> begun = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Socket socket = open(port);
      socket.getOutputStream().write(beginning);
      begun.add(socket);
    }
    return begun;
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static String answer(String request) throws IOException {
    try (Socket socket = open(salver.process().httpPort())) {
      send(socket, request);
      return received(socket.getInputStream());
    }
  }

  /** Who has refused already may have hung up before all was sent. */
  private static void send(Socket socket, String request) throws IOException {
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
    } catch (SocketException hungUp) {
      // the answer has come
    }
  }

  /** All until the end, or until the connection is reset, since not all was read that was sent. */
  private static String received(InputStream stream) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      for (int next = stream.read(); next >= 0; next = stream.read()) {
        all.write(next);
      }
    } catch (SocketException reset) {
      // as good
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  private static boolean ended(InputStream stream) throws IOException {
    try {
      stream.readAllBytes();
    } catch (SocketException reset) {
      // as good
    }
    return true;
  }

  private static Socket open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }
}
