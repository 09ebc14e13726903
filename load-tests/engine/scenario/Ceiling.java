package engine.scenario;

import engine.Bench;
import engine.Scenario;
import engine.load.GrpcLoad;
import engine.load.HttpLoad;
import engine.load.InferRequests;
import engine.load.LoadClient;
import engine.load.Schedule;
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
import java.util.Optional;

/**
 * The service against what lies below it. All that is compared runs in turns, round by round, so
 * that a machine that slows down slows all of it; figures are medians over rounds.
 */
public final class Ceiling implements Scenario {

  private static final int CONNECTIONS = 8;
  private static final int BATCH_CONNECTIONS = 16;
  private static final double LOW_RATE = 20;

  @Override
  public String name() {
    return "ceiling";
  }

  @Override
  public String title() {
    return "Ceiling: the service against bare ONNX Runtime and bare Vert.x";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    byte[] mlp = bench.mlp().model();
    byte[] tiny = BenchModels.tiny();
    Repository repository =
        bench
            .repository(name())
            .with("mlp", mlp, "instances: 2")
            .with("mlp-one", mlp, "instances: 1")
            .with("mlp-always", mlp, "instances: 2\nbatching: {max-rows: 16, join: always}")
            .with("mlp-auto", mlp, "instances: 2\nbatching: {max-rows: 16, join: auto}")
            .with("tiny", tiny, "");
    section.text(
        "`mlp`: %d layers of 1024 × 1024, measured at calibration: %.2f ms a row on one thread. "
            + "Medians of %d interleaved rounds of %d s; %d connections always busy, %d with batching.",
        bench.mlp().size(),
        bench.mlp().millis(),
        bench.options().number("runs"),
        bench.options().measurement().toSeconds(),
        CONNECTIONS,
        BATCH_CONNECTIONS);
    try (BareModel bareMlp = new BareModel(mlp, 1, 16);
        BareModel bareTiny = new BareModel(tiny, 1, 4);
        BareEndpointProcess endpoint = BareEndpointProcess.start(bench.directory(name()));
        Service service = bench.serve(name(), repository);
        GrpcLoad grpc = new GrpcLoad(service.grpcPort())) {
      HttpLoad rest = new HttpLoad(service.httpPort());
      HttpLoad bare = new HttpLoad(endpoint.port());
      tinyThroughput(bench, section, rest, grpc, bare);
      throughput(bench, section, bareMlp, rest, grpc);
      overhead(bench, section, "mlp", bareMlp, rest, grpc, Optional.empty(), 1, 16);
      overhead(bench, section, "tiny", bareTiny, rest, grpc, Optional.of(bare), 1, 4);
    }
  }

  private static void throughput(
      Bench bench, Section section, BareModel bare, LoadClient rest, LoadClient grpc)
      throws Exception {
    Duration time = bench.options().measurement();
    Map<String, Rounds.Measure> measures = new LinkedHashMap<>();
    measures.put("bare ONNX Runtime, 1 thread", () -> BareLoop.full(bare, 1, time).perSecond());
    measures.put("bare ONNX Runtime, 2 threads", () -> BareLoop.full(bare, 2, time).perSecond());
    measures.put("gRPC raw, 1 instance", closed(grpc, mlp("mlp-one").grpc(), CONNECTIONS, time));
    measures.put(
        "REST binary, 1 instance", closed(rest, mlp("mlp-one").binary(), CONNECTIONS, time));
    measures.put("gRPC raw, 2 instances", closed(grpc, mlp("mlp").grpc(), CONNECTIONS, time));
    measures.put("REST binary, 2 instances", closed(rest, mlp("mlp").binary(), CONNECTIONS, time));
    measures.put(
        "gRPC raw, joined always", closed(grpc, mlp("mlp-always").grpc(), BATCH_CONNECTIONS, time));
    measures.put(
        "gRPC raw, joined automatically",
        closed(grpc, mlp("mlp-auto").grpc(), BATCH_CONNECTIONS, time));
    Map<String, Double> medians = Rounds.medians(bench, section, measures);
    double one = medians.get("bare ONNX Runtime, 1 thread");
    double two = medians.get("bare ONNX Runtime, 2 threads");
    Table table = new Table("`mlp`", "inferences/s", "of bare, 1 thread", "of bare, 2 threads");
    medians.forEach((name, value) -> table.row(name, value, value / one, value / two));
    section.table(table);
    section.atLeast(
        "`mlp` over gRPC, throughput / bare (2)", medians.get("gRPC raw, 2 instances") / two, 0.9);
    section.atLeast(
        "`mlp` over REST binary, throughput / bare (2)",
        medians.get("REST binary, 2 instances") / two,
        0.9);
    section.atLeast(
        "`mlp` with joining, inferences/s / unbatched bare (2)",
        medians.get("gRPC raw, joined always") / two,
        1);
    section.atLeast(
        "`mlp` with automatic joining, inferences/s / unbatched bare (2)",
        medians.get("gRPC raw, joined automatically") / two,
        1);
  }

  /** Against a server that reads the same body and answers as many bytes, and does nothing else. */
  private static void tinyThroughput(
      Bench bench, Section section, LoadClient rest, LoadClient grpc, LoadClient endpoint)
      throws Exception {
    Duration time = bench.options().measurement();
    byte[] json = InferRequests.to("tiny", 1, 4).json();
    warmUp(bench, endpoint, json);
    warmUp(bench, rest, json);
    warmUp(bench, grpc, InferRequests.to("tiny", 1, 4).grpc());
    Map<String, Rounds.Measure> measures = new LinkedHashMap<>();
    measures.put("bare Vert.x POST endpoint", closed(endpoint, json, CONNECTIONS, time));
    measures.put("REST JSON", closed(rest, json, CONNECTIONS, time));
    measures.put(
        "REST binary", closed(rest, InferRequests.to("tiny", 1, 4).binary(), CONNECTIONS, time));
    measures.put(
        "gRPC raw", closed(grpc, InferRequests.to("tiny", 1, 4).grpc(), CONNECTIONS, time));
    Map<String, Double> medians = Rounds.medians(bench, section, measures);
    double bare = medians.get("bare Vert.x POST endpoint");
    Table table = new Table("`tiny`", "requests/s", "of the bare endpoint");
    medians.forEach((name, value) -> table.row(name, value, value / bare));
    section.table(table);
    section.atLeast(
        "`tiny` over REST JSON, throughput / bare POST endpoint",
        medians.get("REST JSON") / bare,
        0.6);
  }

  /**
   * What a request costs over the run alone, when nobody waits: all at 20 a second. The bare
   * endpoint tells how much of that any HTTP server on this machine takes, most of it to wake up.
   */
  private static void overhead(
      Bench bench,
      Section section,
      String model,
      BareModel bare,
      LoadClient rest,
      LoadClient grpc,
      Optional<LoadClient> endpoint,
      long... shape)
      throws Exception {
    Duration time = bench.options().measurement();
    InferRequests requests = InferRequests.to(model, shape);
    Map<String, Rounds.Measure> measures = new LinkedHashMap<>();
    measures.put("bare run", () -> BareLoop.paced(bare, LOW_RATE, time).median());
    endpoint.ifPresent(
        bareHttp ->
            measures.put(
                "bare Vert.x POST endpoint, no run", low(bareHttp, requests.json(), time)));
    measures.put("REST JSON", low(rest, requests.json(), time));
    measures.put("REST binary", low(rest, requests.binary(), time));
    measures.put("gRPC raw", low(grpc, requests.grpc(), time));
    Map<String, Double> medians = Rounds.medians(bench, section, measures);
    double run = medians.get("bare run");
    Table table = new Table("`" + model + "` at 20/s", "p50, ms", "over the bare run, ms");
    medians.forEach((name, value) -> table.row(name, value, value - run));
    section.table(table);
    for (String protocol : new String[] {"REST binary", "gRPC raw"}) {
      section.below(
          "`%s` over %s at low load, p50 over the bare run, ms".formatted(model, protocol),
          medians.get(protocol) - run,
          0.3);
    }
  }

  private static Rounds.Measure low(LoadClient client, byte[] request, Duration time) {
    return () ->
        client.open(request, Schedule.poisson(LOW_RATE, time, 5), Duration.ofDays(1)).millis(0.5);
  }

  private static Rounds.Measure closed(
      LoadClient client, byte[] request, int connections, Duration time) {
    return () -> client.closed(request, connections, time).requireNoFailure().goodPerSecond();
  }

  private static InferRequests mlp(String model) {
    return InferRequests.to(model, 1, 16);
  }

  private static void warmUp(Bench bench, LoadClient client, byte[] request) throws Exception {
    client.warmUp(request, CONNECTIONS, bench.options().seconds("warmup"));
  }
}
