package engine.scenario;

import engine.Bench;
import engine.Scenario;
import engine.load.HttpLoad;
import engine.load.InferRequests;
import engine.load.Schedule;
import engine.load.Tally;
import engine.onnx.BenchModels;
import engine.report.Section;
import engine.report.Table;
import engine.service.Metrics;
import engine.service.Repository;
import engine.service.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a shadow costs those who are answered: one service without and one with a shadow of all
 * traffic, asked in turns at an open rate. The shadow is the same graph, one that takes many times
 * as long, one that fails at every request, and one that is not there.
 */
public final class Shadowing implements Scenario {

  private static final String MODEL = "shadowed";
  private static final int LAYERS = 1;
  private static final int SLOW_LAYERS = 12;
  private static final double PER_SECOND = 100;
  private static final List<String> SHADOWS = List.of("same", "slow", "failing", "absent");

  @Override
  public String name() {
    return "shadow";
  }

  @Override
  public String title() {
    return "Cost of a shadow";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    section.text(
        "A perceptron of one 1024 × 1024 layer asked over REST, %s requests a second, Poisson arrivals; the shadow gets"
            + " every run that its bounds allow; medians of %d interleaved rounds of %d s.",
        PER_SECOND, bench.options().number("runs"), bench.options().measurement().toSeconds());
    Table table =
        new Table("shadow", "p99 ms, without", "with", "ratio", "compared", "failed", "shed");
    for (int i = 0; i < SHADOWS.size(); i++) {
      compare(bench, section, table, SHADOWS.get(i), 2 + i);
    }
    section.table(table);
  }

  private void compare(Bench bench, Section section, Table table, String kind, long version)
      throws Exception {
    Repository repository = Repository.empty(bench.directory(name()).resolve("repository"));
    repository.with(MODEL, BenchModels.mlp(LAYERS), "versions: all");
    switch (kind) {
      case "same" -> repository.write(MODEL, version, BenchModels.mlp(LAYERS));
      case "slow" -> repository.write(MODEL, version, BenchModels.mlp(SLOW_LAYERS));
      case "failing" -> repository.write(MODEL, version, BenchModels.failing());
      default -> {}
    }
    Path rollouts = Files.createDirectories(bench.directory(name()).resolve("rollouts-" + kind));
    Files.writeString(rollouts.resolve("shadowed.yaml"), rollout(version));
    try (Service without = bench.serve(name() + "-off", repository);
        Service with =
            bench.serve(
                name() + "-" + kind, repository, "-Dsalver.rollouts.directory=" + rollouts)) {
      Map<String, Rounds.Measure> measures = new LinkedHashMap<>();
      measures.put(kind + ", without, p99 ms", () -> p99(bench, without));
      measures.put(kind + ", with, p99 ms", () -> p99(bench, with));
      Map<String, Double> medians = Rounds.medians(bench, section, measures);
      double off = medians.get(kind + ", without, p99 ms");
      double on = medians.get(kind + ", with, p99 ms");
      Metrics metrics = with.metrics();
      double compared = copies(metrics, "compared");
      double failed = copies(metrics, "failed");
      double shed =
          copies(metrics, "shed_busy")
              + copies(metrics, "shed_queue")
              + copies(metrics, "shed_memory");
      table.row(kind, off, on, on / off, compared, failed, shed);
      section.below("p99 with a shadow that is " + kind + ", to that without", on / off, 1.05);
      section.must(
          "copies for a shadow that is " + kind,
          "" + (compared + failed),
          "some",
          compared + failed > 0);
    }
  }

  private static String rollout(long version) {
    return """
        model: %s
        arms: {control: 1, shadow: %d}
        shadow: {arm: shadow, share: 100, compare: tolerance}
        """
        .formatted(MODEL, version);
  }

  private static double copies(Metrics metrics, String outcome) {
    return metrics.sum("rollout_shadow_requests_total", "outcome=\"" + outcome + "\"");
  }

  private static double p99(Bench bench, Service service) throws Exception {
    Duration length = bench.options().measurement();
    byte[] request = InferRequests.to(MODEL, 1, 16).binary();
    HttpLoad load = new HttpLoad(service.httpPort());
    load.warmUp(request, 2, bench.options().seconds("warmup"));
    Tally tally =
        load.open(request, Schedule.poisson(PER_SECOND, length, 1), Duration.ofSeconds(10));
    return tally.requireNoFailure().millis(.99);
  }
}
