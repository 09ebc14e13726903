package engine.scenario;

import engine.Bench;
import engine.Scenario;
import engine.load.Blocking;
import engine.load.InferRequests;
import engine.onnx.BenchModels;
import engine.report.Section;
import engine.report.Table;
import engine.service.Repository;
import engine.service.Service;
import engine.stats.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * How long a run goes on after its client gave it up. The model has one instance and runs for about
 * two seconds; while it runs, the client cancels and at once sends a run of a single step. What
 * that one waits longer than it would alone is the time from cancellation to stop.
 */
public final class Cancel implements Scenario {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final long HEAD_START_MILLIS = 150;
  private static final double LONG_MILLIS = 2000;

  @Override
  public String name() {
    return "cancel";
  }

  @Override
  public String title() {
    return "Cancellation: from the client's to the model's stop";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    Repository repository =
        bench.repository(name()).with("slow", BenchModels.slow(), "instances: 1");
    try (Service service = bench.serve(name(), repository);
        GrpcCancel grpc = new GrpcCancel(service.grpcPort())) {
      Probe probe = new Probe(service.httpPort());
      Samples alone = new Samples();
      for (int i = 0; i < 50; i++) {
        alone.add(probe.millis(1));
      }
      double hundred = probe.millis(100);
      int steps = (int) Math.max(100, 100 * LONG_MILLIS / hundred);
      byte[] endless = Probe.request(steps);
      section.text(
          "A run of %d steps, about %.0f ms; a step alone is answered in %.2f ms. Cancelled after %d ms,"
              + " %d times each.",
          steps,
          probe.millis(steps),
          alone.median(),
          HEAD_START_MILLIS,
          bench.options().number("cancels"));
      Table table = new Table("the client", "median, ms", "p95, ms", "max, ms");
      Trial trial = new Trial(bench.options().number("cancels"), probe, alone, table, section);
      trial.control("stays (what is left of the run)", () -> rest(service, endless, false));
      trial.cancel("REST: closes the connection", () -> rest(service, endless, false));
      trial.cancel("REST: resets the connection", () -> rest(service, endless, true));
      trial.cancel("gRPC: RST_STREAM", () -> grpc.start(steps));
      section.table(table);
    }
  }

  /** A long run under way, until it is closed. */
  interface Started extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  private interface Starter {
    Started start() throws Exception;
  }

  /** Starts long runs, ends them or not, and times the step behind them. */
  private record Trial(int times, Probe probe, Samples alone, Table table, Section section) {

    private static final int CONTROLS = 5;

    /** Without cancelling: what the measurement tells when nothing stops. */
    void control(String what, Starter starter) throws Exception {
      Samples waits = new Samples();
      for (int i = 0; i < CONTROLS; i++) {
        try (Started _ = starter.start()) {
          TimeUnit.MILLISECONDS.sleep(HEAD_START_MILLIS);
          waits.add(probe.millis(1) - alone.median());
        }
      }
      table.row(what, waits.median(), waits.quantile(0.95), waits.max());
    }

    void cancel(String what, Starter starter) throws Exception {
      Samples waits = new Samples();
      for (int i = 0; i < times; i++) {
        Started started = starter.start();
        TimeUnit.MILLISECONDS.sleep(HEAD_START_MILLIS);
        started.close();
        waits.add(Math.max(0, probe.millis(1) - alone.median()));
      }
      waits.values().forEach(value -> section.raw(what, value));
      table.row(what, waits.median(), waits.quantile(0.95), waits.max());
      section.below(what + ": median from cancellation to stop, ms", waits.median(), 50);
    }
  }

  private static Started rest(Service service, byte[] request, boolean reset) throws IOException {
    Blocking connection = new Blocking(service.httpPort(), PATIENCE_MILLIS);
    connection.send(request);
    return reset ? connection::reset : connection::close;
  }

  /** Times short runs over a connection that stays open. */
  private static final class Probe {

    private final int port;

    Probe(int port) {
      this.port = port;
    }

    double millis(int steps) throws IOException {
      try (Blocking connection = new Blocking(port, PATIENCE_MILLIS)) {
        long start = System.nanoTime();
        Blocking.Answer answer = connection.exchange(request(steps));
        if (answer.status() != 200) {
          throw new IllegalStateException("a step was answered with " + answer.text());
        }
        return (System.nanoTime() - start) / 1e6;
      }
    }

    static byte[] request(int steps) {
      String json =
          "{\"inputs\":[{\"name\":\"steps\",\"datatype\":\"INT64\",\"shape\":[1],\"data\":[%d]}]}"
              .formatted(steps);
      return InferRequests.post("/v2/models/slow/infer", "", json.getBytes(StandardCharsets.UTF_8));
    }
  }
}
