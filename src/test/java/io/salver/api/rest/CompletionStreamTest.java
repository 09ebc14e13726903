package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.serving.RequestRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Server-sent events as they are on the wire. */
final class CompletionStreamTest {

  private static final int MUCH = 60_000;
  private static final String ENDLESS = "\"logit_bias\": {\"2\": -100}";

  private final CompletionServer server = new CompletionServer();

  @AfterEach
  void nothingIsLeftOpen() {
    server.close();
  }

  @Test
  void pieces_come_as_events_and_the_end_is_told() throws IOException {
    try (Socket socket = ask("\"prompt\": \"a\", \"max_tokens\": 3, \"stream\": true, \"n\": 2")) {
      String answer = all(socket);

      assertThat(answer)
          .startsWith("HTTP/1.1 200 OK")
          .containsIgnoringCase("content-type: text/event-stream; charset=utf-8")
          .containsIgnoringCase("cache-control: no-cache");
      assertThat(answer.lines().filter(line -> line.startsWith("data: {")))
          .hasSize(6)
          .allMatch(line -> line.contains("\"object\":\"text_completion\""))
          .allMatch(line -> line.contains("\"id\":\"cmpl-"))
          .allMatch(line -> line.contains("\"model\":\"gpt\""))
          .noneMatch(line -> line.contains("usage"))
          .filteredOn(line -> line.contains("\"finish_reason\":\"length\""))
          .hasSize(2);
      assertThat(answer).contains("data: [DONE]\n\n");
    }
  }

  @Test
  void a_client_that_does_not_read_stops_the_model_until_it_does() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setReceiveBufferSize(4096);
      send(socket, "\"prompt\": \"a\", \"max_tokens\": 60000, \"stream\": true, " + ENDLESS);
      int before = awaitStandstill();
      assertThat(before).isLessThan(MUCH);
      BufferedReader reader = reader(socket);
      for (int line = 0; line < 200; line++) {
        assertThat(reader.readLine()).isNotNull();
      }
    }

    RequestRecord record = server.records.poll(60, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    assertThat(record.fault()).isPresent();
    assertThat(server.house.written()).isLessThan(MUCH);
  }

  @Test
  void a_client_that_goes_stops_the_model() throws Exception {
    try (Socket socket =
        ask("\"prompt\": \"a\", \"max_tokens\": 60000, \"stream\": true, " + ENDLESS)) {
      BufferedReader reader = reader(socket);
      for (int line = 0; line < 20; line++) {
        assertThat(reader.readLine()).isNotNull();
      }
    }

    RequestRecord record = server.records.poll(60, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    assertThat(record.model()).contains("gpt");
    assertThat(record.method()).isEqualTo("complete");
    assertThat(record.fault()).isPresent();
    assertThat(server.house.written()).isLessThan(MUCH);
  }

  @Test
  void what_fails_in_the_middle_is_told_by_an_event_after_which_nothing_comes() throws Exception {
    try (Socket first = ask("\"prompt\": \"a\", \"max_tokens\": 3")) {
      assertThat(all(first)).startsWith("HTTP/1.1 200 OK"); // what takes long once is done
      assertThat(server.records.poll(60, TimeUnit.SECONDS)).isNotNull();
    }
    try (Socket socket =
        ask(
            "\"prompt\": \"a\", \"max_tokens\": 60000, \"stream\": true, \"timeout\": \"2s\", "
                + ENDLESS)) {
      String answer = all(socket);

      assertThat(answer).startsWith("HTTP/1.1 200 OK");
      String last =
          answer
              .lines()
              .filter(line -> line.startsWith("data: "))
              .reduce((first, second) -> second)
              .orElseThrow();
      assertThat(last)
          .startsWith("data: {\"error\":{\"message\":\"deadline of 2000 ms passed")
          .contains("\"type\":\"server_error\"");
      assertThat(answer).doesNotContain("[DONE]");
    }
    RequestRecord record = server.records.poll(60, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    assertThat(record.fault()).isPresent();
  }

  @Test
  void what_fails_before_the_first_piece_has_the_status_of_its_fault() throws IOException {
    try (Socket socket = ask("\"prompt\": \"\", \"stream\": true")) {
      assertThat(all(socket))
          .startsWith("HTTP/1.1 400 Bad Request")
          .contains("\"type\":\"invalid_request_error\"");
    }
  }

  @Test
  void wrong_fields_are_told_with_the_nearest_known_one() throws IOException {
    requireRefused("\"prompt\": \"a\", \"max_token\": 3", "did you mean 'max_tokens'?");
    requireRefused("\"prompt\": \"a\", \"suffix\": \"b\"", "suffix is not supported");
    requireRefused("\"max_tokens\": 3", "prompt expects a text");
    requireRefused("\"prompt\": []", "prompt expects a text or a list that has some");
    requireRefused("\"prompt\": [\"a\", 3]", "prompt[1] expects a text");
    requireRefused("\"prompt\": [1, \"a\"]", "prompt[1] expects the id of a token");
    requireRefused("\"prompt\": \"\\ud800\"", "half of a surrogate pair");
    requireRefused("\"prompt\": \"a\", \"n\": 1e400", "n expects a whole number");
    requireRefused("\"prompt\": \"a\", \"temperature\": \"hot\"", "temperature expects a number");
    requireRefused("\"prompt\": \"a\", \"logit_bias\": {\"x\": 1}", "logit_bias expects ids");
    requireRefused(
        "\"prompt\": \"a\", \"stop\": [\"a\", \"b\", \"c\", \"d\", \"e\"]",
        "stop takes at most 4 entries");
    requireRefused(
        "\"prompt\": \"a\", \"stream_options\": {\"include_usage\": true}",
        "stream_options has no meaning without stream");
  }

  /** Waits until nothing was written for so many looks that a piece would have come between. */
  private int awaitStandstill() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    int written = 0;
    int looks = 0;
    while (looks < 10) {
      assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
      looks = written > 0 && written == server.house.written() ? looks + 1 : 0;
      written = server.house.written();
    }
    return written;
  }

  private void requireRefused(String fields, String message) throws IOException {
    try (Socket socket = ask(fields)) {
      assertThat(all(socket)).startsWith("HTTP/1.1 400 Bad Request").contains(message);
    }
  }

  private Socket ask(String fields) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    send(socket, fields);
    return socket;
  }

  private static void send(Socket socket, String fields) throws IOException {
    byte[] body = ("{\"model\": \"gpt\", " + fields + "}").getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/completions HTTP/1.1\r\nHost: salver\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
  }

  private static String all(Socket socket) throws IOException {
    socket.setSoTimeout(60_000);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    socket.setSoTimeout(60_000);
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
