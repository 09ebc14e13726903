package io.salver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RolloutCommandTest {

  private static final String ROLLOUT =
      """
      {"name":"adult","phase":"running","step":1,"steps":3,"weights":{"canary":5,"control":95},
       "since":"2026-03-01T12:00:00Z","began":"2026-03-01T12:00:00Z","revision":1,
       "declaration":{"model":"adult"},
       "next":{"decision":"wait","reason":"not proven yet"},
       "sample_ratio_p_value":0.0001,
       "arms":{"control":{"version":1,"requests":2000,"errors":20,"error_ratio":0.01,
                          "latency_seconds":0.02,"outcomes":{"clicks":{"count":10,"mean":0.5}}},
               "canary":{"version":2,"requests":0,"errors":0,"outcomes":{}}},
       "comparisons":[{"arm":"canary","criterion":"latency","verdict":"inconclusive","p_value":1,
                       "lift":{"estimate":0.02},"needed":1234,"seconds_left":7300}]}""";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private HttpServer server;
  private String answer = ROLLOUT;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void shows_a_rollout_as_tables() {
    assertThat(run("show", "adult")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            NAME   TARGET       PHASE    STEP  WEIGHTS                    SINCE                 FILE
            adult  model adult  running  1/3   canary 5 %, control 95 %  2026-03-01T12:00:00Z  -

            next: wait, not proven yet

            ARM      VERSION  WEIGHT  REQUESTS  ERRORS         LATENCY   OUTCOMES
            control  1        95 %    2000      20 (+1.00 %)  20.0 ms  clicks 0.500 of 10
            canary   2        5 %     0         -             -        -

            ARM     CRITERION  VERDICT       LIFT     INTERVAL    P     NEEDED  LEFT
            canary  latency    inconclusive  +2.00 %  [inf, inf]  1.00  1234    2h1m

            the arms do not have the shares of keys that they should: p = 0.000100
            """
                .replace("WEIGHTS                    SINCE", "WEIGHTS                   SINCE")
                .replace("ERRORS         LATENCY   OUTCOMES", "ERRORS        LATENCY  OUTCOMES"));
    assertThat(asked).containsExactly("GET /v1/rollouts/adult ann Bearer secret ");
  }

  @Test
  void applies_a_file_by_its_name(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(folder.resolve("adult.yaml"), "model: adult\narms: {a: 1, b: 2}\n");
    assertThat(run("apply", file.toString())).isZero();
    assertThat(run("apply", file.toString(), "other")).isZero();
    assertThat(asked)
        .containsExactly(
            "PUT /v1/rollouts/adult ann Bearer secret {\"model\":\"adult\",\"arms\":{\"a\":1,\"b\":2}}",
            "PUT /v1/rollouts/other ann Bearer secret {\"model\":\"adult\",\"arms\":{\"a\":1,\"b\":2}}");
  }

  @Test
  void orders_are_sent_with_their_reasons() {
    assertThat(run("rollback", "adult", "--reason", "it broke")).isZero();
    assertThat(run("weigh", "adult", "canary=12.5", "control=87.5")).isZero();
    answer = "{\"events\":[],\"before\":\"2026-03-01T12:00:00Z\"}";
    assertThat(run("events", "adult", "--limit=3")).isZero();
    assertThat(asked)
        .satisfiesExactly(
            each ->
                assertThat(each).contains("/adult/rollback").contains("{\"reason\":\"it broke\"}"),
            each -> assertThat(each).contains("/adult/weights").contains("\"canary\":12.5"),
            each -> assertThat(each).contains("GET /v1/rollouts/adult/events?limit=3"));
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--before 2026-03-01T12:00:00Z");
  }

  @Test
  void what_the_service_refuses_is_told() {
    status = 404;
    answer = "{\"error\":\"there is no rollout 'b'; there are [a]\"}";
    assertThat(run("show", "b")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("salver rollout: there is no rollout 'b'; there are [a]\n");
    server.stop(0);
    assertThat(run("list")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("nobody answers at http://");
  }

  @Test
  void wrong_arguments_are_answered_with_the_usage() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("show")).isEqualTo(2);
    assertThat(run("shwo", "a")).isEqualTo(2);
    assertThat(run("weigh", "a", "canary")).isEqualTo(2);
    assertThat(run("list", "--urll", "x")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("usage: rollout COMMAND", "show needs a name", "there is no option --urll");
    assertThat(asked).isEmpty();
  }

  private int run(String... arguments) {
    Map<String, String> environment =
        Map.of(
            "SALVER_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
            "SALVER_TOKEN", "secret",
            "USER", "ann");
    return new RolloutCommand(
            environment,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(arguments));
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        "%s %s %s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("X-Salver-Actor"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
