package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.restassured.path.json.JsonPath;
import io.salver.api.MonitoringContract;
import io.salver.api.OpenApiContract;
import io.salver.monitor.HandMadeMonitors;
import io.salver.monitor.ModelMonitor;
import io.salver.monitor.MonitorReading;
import io.salver.monitor.ReadingThread;
import io.salver.monitor.Sample;
import io.salver.monitor.TestProfiles;
import io.salver.monitor.replica.HttpReplicas;
import io.salver.monitor.replica.ReplicaId;
import io.salver.monitor.replica.Replicas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replicas that ask one another over HTTP. */
final class ReplicasOverTheWireTest {

  private static final String MODEL = "/v1/monitoring/models/m";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final List<AutoCloseable> open = new ArrayList<>();

  /** A process with a monitor. */
  private final class Replica {

    private final HandMadeMonitors monitors = new HandMadeMonitors();
    private final ModelMonitor monitor = monitors.load("m", 2, TestProfiles.small());
    private final ReplicaId id = ReplicaId.draw();
    private final ReadingThread thread = new ReadingThread();
    private final AtomicReference<Replicas> replicas = new AtomicReference<>(Replicas.NONE);
    private final URI address = serve();

    Replica() {
      open.add(thread);
    }

    /** Serves, once more if it does already. */
    URI serve() {
      Replicas asked = model -> replicas.get().windows(model);
      MonitoringRoutes routes =
          new MonitoringRoutes(
              MonitoringContract.requests(
                  new MonitorReading(monitors, asked, thread), id, thread, List.of()));
      WireServer server = new WireServer(routes::register);
      open.add(server);
      return URI.create("http://127.0.0.1:" + server.port());
    }

    Replica asking(Duration timeout, URI... peers) {
      HttpReplicas others = new HttpReplicas(List.of(peers), timeout, id, thread);
      open.add(others);
      replicas.set(others);
      return this;
    }

    JsonPath report(String query) {
      return given()
          .filter(new OpenApiContract())
          .get(address + MODEL + query)
          .then()
          .statusCode(200)
          .extract()
          .jsonPath();
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void two_replicas_added_up_equal_one_that_saw_all() {
    Replica left = new Replica();
    Replica right = new Replica().asking(TIMEOUT, left.address);
    Replica all = new Replica();
    for (int i = 0; i < 12_000; i++) {
      Sample row = left.monitors.row(.4);
      all.monitor.accept(row);
      (i % 3 == 0 ? left : right).monitor.accept(row);
    }
    JsonPath expected = all.report("");
    JsonPath sum = right.report("");
    assertThat(right.report("?replicas=own").getInt("samples")).isEqualTo(8_000);
    assertThat(sum.getInt("replicas.added_up")).isEqualTo(2);
    assertThat(sum.getList("replicas.missing")).isEmpty();
    assertThat(sum.getInt("samples")).isEqualTo(12_000);
    assertThat(sum.getMap("features[1]")).isEqualTo(expected.getMap("features[1]"));
    assertThat(sum.getDouble("features[0].numbers.mean"))
        .isCloseTo(expected.getDouble("features[0].numbers.mean"), within(1e-6));
    for (int test = 0; test < 4; test++) {
      String statistic = "features[0].tests[%d].statistic".formatted(test);
      assertThat(sum.getDouble(statistic)).isCloseTo(expected.getDouble(statistic), within(.05));
    }
  }

  @Test
  void a_process_does_not_count_itself_nor_another_twice() {
    Replica other = new Replica();
    Replica asked = new Replica();
    asked.asking(TIMEOUT, asked.address, other.address, other.serve());
    other.monitors.panes(other.monitor, 2, 0);
    JsonPath report = asked.report("?version=2");
    assertThat(report.getInt("replicas.added_up")).isEqualTo(2);
    assertThat(report.getInt("samples")).isEqualTo(300);
    assertThat(report.getList("replicas.missing")).isEmpty();
  }

  @Test
  void those_that_do_not_answer_are_named_and_the_others_added_up() throws Exception {
    Replica other = new Replica();
    other.monitors.panes(other.monitor, 2, 0);
    Replica without = new Replica();
    without.monitors.unload("m", 2);
    URI silent = URI.create("http://127.0.0.1:" + silentPort());
    URI stranger = stranger();
    Replica asked =
        new Replica()
            .asking(
                Duration.ofSeconds(4),
                silent,
                without.address,
                stranger,
                URI.create("http://no-such-name.invalid:80"),
                other.address);
    JsonPath report = asked.report("");
    assertThat(report.getInt("samples")).isEqualTo(300);
    assertThat(report.getInt("replicas.added_up")).isEqualTo(2);
    assertThat(report.getList("replicas.missing.reason"))
        .containsExactly(
            "did not answer within 4000 ms",
            "answered with status 404",
            "is no Salver: the field Salver-Replica is missing",
            "the name is not known");
    assertThat(report.getString("replicas.missing[0].address")).isEqualTo(silent.getAuthority());
  }

  @Test
  void peers_are_addresses() {
    for (String wrong : List.of("salver:8080", "https://salver", "http://salver/path", "/x")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Replica().asking(TIMEOUT, URI.create(wrong)))
          .withMessageContaining(
              "salver.monitoring.peers expects addresses such as http://salver-headless:8080")
          .withMessageContaining(wrong);
    }
  }

  /** Takes connections and says nothing. */
  private int silentPort() throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    open.add(socket);
    return socket.getLocalPort();
  }

  /** Answers everything, and is no replica. */
  private URI stranger() {
    WireServer server =
        new WireServer(router -> router.route().handler(context -> context.end("hello")));
    open.add(server);
    return URI.create("http://127.0.0.1:" + server.port());
  }
}
