package engine.scenario;

import engine.Bench;
import engine.Scenario;
import engine.load.GrpcLoad;
import engine.load.HttpLoad;
import engine.load.InferRequests;
import engine.load.LoadClient;
import engine.load.Tally;
import engine.onnx.BareLoop;
import engine.onnx.BareModel;
import engine.onnx.BenchModels;
import engine.report.Section;
import engine.report.Table;
import engine.service.Repository;
import engine.service.Service;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Processor time of the service for a request: user and system of all its threads, from
 * /proc/PID/stat, over a closed loop with 8 connections, divided by the answers. Beside it the time
 * of the bare run on this machine, as such figures travel badly.
 */
public final class Cpu implements Scenario {

  private static final int CONNECTIONS = 8;

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String title() {
    return "Server CPU per request";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    byte[] cnn = bench.cnn().model();
    byte[] tiny = BenchModels.tiny();
    Repository repository =
        bench
            .repository(name())
            .with("tiny", tiny, "instances: 2")
            .with("cnn", cnn, "instances: 2");
    section.text(
        "%d connections always busy, 2 instances, medians of %d interleaved rounds of %d s after warm-up in"
            + " spells of %d s. `cnn`: width %d, %.1f ms an image on one thread at calibration.",
        CONNECTIONS,
        bench.options().number("runs"),
        bench.options().measurement().toSeconds(),
        bench.options().seconds("warmup").toSeconds(),
        bench.cnn().size(),
        bench.cnn().millis());
    try (BareModel bareTiny = new BareModel(tiny, 1, 4);
        BareModel bareCnn = new BareModel(cnn, 1, 3, 224, 224);
        Service service = bench.serve(name(), repository);
        GrpcLoad grpc = new GrpcLoad(service.grpcPort())) {
      HttpLoad rest = new HttpLoad(service.httpPort());
      Run run = new Run(bench, service);
      Map<String, Rounds.Measure> measures = new LinkedHashMap<>();
      InferRequests small = InferRequests.to("tiny", 1, 4);
      InferRequests image = InferRequests.to("cnn", 1, 3, 224, 224);
      Duration time = bench.options().measurement();
      measures.put("tiny, bare run", () -> BareLoop.full(bareTiny, 2, time).cpuMicros());
      measures.put("tiny, REST JSON", run.measure(rest, small.json()));
      measures.put("tiny, REST binary", run.measure(rest, small.binary()));
      measures.put("tiny, gRPC raw", run.measure(grpc, small.grpc()));
      measures.put("cnn, bare run", () -> BareLoop.full(bareCnn, 2, time).cpuMicros());
      measures.put("cnn, REST JSON", run.measure(rest, image.json()));
      measures.put("cnn, REST binary", run.measure(rest, image.binary()));
      measures.put("cnn, gRPC raw", run.measure(grpc, image.grpc()));
      report(section, Rounds.medians(bench, section, measures));
    }
  }

  private static void report(Section section, Map<String, Double> medians) {
    Table table = new Table("", "µs of CPU", "over the bare run", "ratio");
    medians.forEach(
        (name, value) -> {
          double bare = medians.get(name.split(",")[0] + ", bare run");
          table.row(name, value, value - bare, value / bare);
        });
    section.table(table);
    section.below("`tiny` over REST JSON, µs of CPU", medians.get("tiny, REST JSON"), 31);
    section.below("`cnn` over REST JSON, µs of CPU", medians.get("cnn, REST JSON"), 13_000);
    section.below(
        "`cnn` over REST binary, CPU / bare run",
        medians.get("cnn, REST binary") / medians.get("cnn, bare run"),
        1.03);
  }

  private record Run(Bench bench, Service service) {

    /** Warms up on first use: compilers run for the first tens of thousands of requests. */
    Rounds.Measure measure(LoadClient client, byte[] request) throws Exception {
      client.warmUp(request, CONNECTIONS, bench.options().seconds("warmup"));
      return () -> {
        long before = service.status().cpuNanos();
        Tally tally = client.closed(request, CONNECTIONS, bench.options().measurement());
        long used = service.status().cpuNanos() - before;
        return used / 1e3 / tally.requireNoFailure().total();
      };
    }
  }
}
