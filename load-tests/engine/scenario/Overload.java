package engine.scenario;

import engine.Bench;
import engine.Scenario;
import engine.load.HttpLoad;
import engine.load.InferRequests;
import engine.load.Outcome;
import engine.load.Schedule;
import engine.load.Tally;
import engine.report.Section;
import engine.report.Table;
import engine.service.Repository;
import engine.service.Service;
import engine.stats.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * More requests than the service can answer. They come at Poisson moments fixed beforehand, over
 * REST with binary tensors, and tell the service their deadline as V2's {@code timeout}. Goodput is
 * the rate of answers within that deadline, counted from the moment at which each should have been
 * sent.
 */
public final class Overload implements Scenario {

  private static final int[] LEVELS = {1, 2, 5, 10};
  private static final int CONNECTIONS = 8;
  private static final double NEIGHBOUR_LOAD = 0.2;

  @Override
  public String name() {
    return "overload";
  }

  @Override
  public String title() {
    return "Overload: goodput beyond saturation, and a neighbour of a flooded model";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    byte[] mlp = bench.mlp().model();
    Repository repository =
        bench
            .repository(name())
            .with("hot", mlp, "instances: 2")
            .with("quiet", mlp, "instances: 2");
    Duration deadline = Duration.ofMillis(bench.options().number("deadline-ms"));
    try (Service service = bench.serve(name(), repository)) {
      HttpLoad load = new HttpLoad(service.httpPort());
      byte[] hot = InferRequests.to("hot", 1, 16).within(deadline).binary();
      byte[] quiet = InferRequests.to("quiet", 1, 16).within(deadline).binary();
      load.warmUp(hot, CONNECTIONS, bench.options().seconds("warmup"));
      load.warmUp(quiet, CONNECTIONS, bench.options().seconds("warmup"));
      double saturation =
          load.closed(hot, CONNECTIONS, bench.options().measurement()).goodPerSecond();
      section.text(
          "A model of %.1f ms, deadline %d ms, saturation %.0f/s (%d connections always busy).",
          bench.mlp().millis(), deadline.toMillis(), saturation, CONNECTIONS);
      Levels levels = new Levels(bench, service, load, hot, saturation, deadline);
      levels.report(section);
      neighbour(bench, section, service, hot, quiet, saturation, deadline);
    }
  }

  /** One model at rising rates. */
  private record Levels(
      Bench bench,
      Service service,
      HttpLoad load,
      byte[] request,
      double saturation,
      Duration deadline) {

    /** One level once. */
    record Point(int level, Tally tally, double cpuSeconds) {}

    void report(Section section) throws Exception {
      List<Point> points = new ArrayList<>();
      for (int run = 0; run < bench.options().number("runs"); run++) {
        for (int level : LEVELS) {
          points.add(measure(level, run));
        }
      }
      double peak =
          java.util.Arrays.stream(LEVELS)
              .mapToDouble(level -> goodput(points, level))
              .max()
              .orElse(0);
      double cpuOfGood = median(points, 1, p -> p.cpuSeconds() / p.tally().good());
      Table table =
          new Table(
              "of saturation",
              "sent/s",
              "goodput/s",
              "of the peak",
              "refused",
              "told: too late",
              "answered too late",
              "failed",
              "p50 of good, ms",
              "p99 of good, ms",
              "µs of CPU for a refusal");
      for (int level : LEVELS) {
        double goodput = goodput(points, level);
        table.row(
            level + "×",
            median(points, level, p -> p.tally().total() / p.tally().duration()),
            goodput,
            goodput / peak,
            percent(median(points, level, p -> share(p, Outcome.REFUSED))),
            percent(median(points, level, p -> share(p, Outcome.LATE))),
            percent(median(points, level, Levels::late)),
            percent(median(points, level, p -> share(p, Outcome.FAILED))),
            median(points, level, p -> p.tally().millis(0.5)),
            median(points, level, p -> p.tally().millis(0.99)),
            median(points, level, p -> refusalMicros(p, cpuOfGood)));
        section.atLeast("goodput / peak at %d×".formatted(level), goodput / peak, 0.9);
        section.raw("goodput at " + level, goodput);
      }
      section.table(table);
      section.text(
          "CPU for a refusal: of the service, what is left when every good answer is charged what it"
              + " costs at 1×, over the requests that were not answered.");
    }

    private Point measure(int level, int run) throws Exception {
      Schedule schedule =
          Schedule.poisson(
              level * saturation,
              bench.options().measurement(),
              bench.options().number("seed") + 100L * run + level);
      long before = service.status().cpuNanos();
      Tally tally = load.open(request, schedule, deadline);
      return new Point(level, tally, (service.status().cpuNanos() - before) / 1e9);
    }

    private static double refusalMicros(Point point, double cpuOfGood) {
      double rest = point.cpuSeconds() - cpuOfGood * point.tally().good();
      long others = point.tally().total() - point.tally().good();
      return others < 100 ? Double.NaN : Math.max(0, 1e6 * rest / others);
    }

    private static double goodput(List<Point> points, int level) {
      return median(points, level, p -> p.tally().goodPerSecond());
    }

    private static double share(Point point, Outcome outcome) {
      return (double) point.tally().count(outcome) / point.tally().total();
    }

    /** Answered, but after the deadline. */
    private static double late(Point point) {
      Tally tally = point.tally();
      return (double) (tally.count(Outcome.OK) - tally.good()) / tally.total();
    }

    private interface Value {
      double of(Point point);
    }

    private static double median(List<Point> points, int level, Value value) {
      Samples samples = new Samples();
      points.stream().filter(p -> p.level() == level).forEach(p -> samples.add(value.of(p)));
      return samples.median();
    }
  }

  /**
   * A model at 20 % of its saturation, alone and while another is sent ten times what it can do.
   */
  private static void neighbour(
      Bench bench,
      Section section,
      Service service,
      byte[] hot,
      byte[] quiet,
      double saturation,
      Duration deadline)
      throws Exception {
    Schedule calm = Schedule.poisson(NEIGHBOUR_LOAD * saturation, bench.options().measurement(), 3);
    Schedule flood = Schedule.poisson(10 * saturation, bench.options().measurement(), 4);
    HttpLoad load = new HttpLoad(service.httpPort());
    List<Tally> alone = new ArrayList<>();
    List<Tally> beside = new ArrayList<>();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int run = 0; run < bench.options().number("runs"); run++) {
        alone.add(load.open(quiet, calm, deadline));
        Future<Tally> flooding =
            other.submit(() -> new HttpLoad(service.httpPort()).open(hot, flood, deadline));
        beside.add(load.open(quiet, calm, deadline));
        flooding.get();
      }
    }
    Table table = new Table("the quiet model at 20 % load", "good answers", "p50, ms", "p99, ms");
    table.row("alone", percent(success(alone)), median(alone, 0.5), median(alone, 0.99));
    table.row(
        "beside a model flooded at 10×",
        percent(success(beside)),
        median(beside, 0.5),
        median(beside, 0.99));
    section.table(table);
    section.atLeast("good answers of a model beside a flooded one", success(beside), 0.95);
  }

  private static double success(List<Tally> tallies) {
    Samples samples = new Samples();
    tallies.forEach(tally -> samples.add((double) tally.good() / tally.total()));
    return samples.median();
  }

  private static double median(List<Tally> tallies, double quantile) {
    Samples samples = new Samples();
    tallies.forEach(tally -> samples.add(tally.millis(quantile)));
    return samples.median();
  }

  private static String percent(double share) {
    return Table.number(100 * share) + " %";
  }
}
