package engine.traffic;

import engine.Bench;
import engine.Scenario;
import engine.load.Outcome;
import engine.load.Schedule;
import engine.load.Schedule.Phase;
import engine.load.Tally;
import engine.report.Chart;
import engine.report.Section;
import engine.report.Table;
import engine.service.Repository;
import engine.service.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What users send, over REST and gRPC, in an open model: recommendations, pictures, rows, and all
 * of them at once. Each finds its saturation, then goes in steps up to and over it, then meets a
 * spike; the mixture also goes on for long.
 */
public final class Traffic implements Scenario {

  private static final double[] STEPS = {0.25, 0.5, 0.75, 0.9, 1.1, 1.5};
  private static final double CALM = 0.3;
  private static final double SPIKE = 2;

  @Override
  public String name() {
    return "traffic";
  }

  @Override
  public String title() {
    return "Traffic: recommendations, pictures and rows, alone and mixed";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    Path directory = bench.directory(name());
    Repository repository =
        Repository.copied(
            directory.resolve("repository"), Path.of("models/repository"), Workloads.MODELS);
    Repository recommenders =
        Repository.copied(
            directory.resolve("recommenders"),
            Path.of("models/recommenders"),
            List.of(Workloads.RECOMMENDER));
    Repository.empty(directory.resolve("store"));
    try (Service service =
        Service.start(
            repository,
            recommenders.root(),
            directory.resolve("service.log"),
            List.of(
                "-Dsalver.store.directory=" + directory.resolve("store"),
                "-Dsalver.recommenders.snapshots=" + directory.resolve("store/snapshots")))) {
      List<Lane> lanes = lanes(service);
      try {
        section.text(
            "Arrivals are Poisson and do not wait for answers; latencies run from the moment at which a request should"
                + " have been sent. Good is answered within %d ms. Saturation is what 8 requests always under way get.",
            Lane.DEADLINE.toMillis());
        for (Lane lane : lanes) {
          lane.saturate(bench.options().seconds("warmup"), bench.options().measurement());
        }
        steps(bench, section, lanes);
        spikes(bench, section, lanes);
        mixed(bench, section, lanes);
      } finally {
        lanes.forEach(Lane::close);
      }
    }
  }

  private static List<Lane> lanes(Service service) throws IOException {
    List<Lane> lanes = new ArrayList<>();
    for (Workload workload : Workloads.all()) {
      lanes.add(Lane.rest(workload, service));
      lanes.add(Lane.grpc(workload, service));
    }
    return lanes;
  }

  private static void steps(Bench bench, Section section, List<Lane> lanes) throws Exception {
    Table table =
        new Table(
            "workload",
            "of saturation",
            "sent/s",
            "good/s",
            "p50, ms",
            "p95, ms",
            "p99, ms",
            "refused",
            "failed");
    for (Lane lane : lanes) {
      List<double[]> half = new ArrayList<>();
      List<double[]> tail = new ArrayList<>();
      long failed = 0;
      for (double step : STEPS) {
        Tally tally =
            lane.open(
                Schedule.poisson(
                    step * lane.saturation(), bench.options().measurement(), seed(bench, step)));
        row(table, lane.name(), step, tally);
        half.add(new double[] {tally.total() / tally.duration(), tally.millis(0.5)});
        tail.add(new double[] {tally.total() / tally.duration(), tally.millis(0.99)});
        failed += tally.count(Outcome.FAILED);
        section.raw(lane.name() + " p99 ms at " + step, tally.millis(0.99));
        if (step == 0.5) {
          section.atLeast(
              lane.name() + " at half of saturation, share of good answers", share(tally), 0.999);
        }
      }
      none(section, lane.name() + ", failed in all steps", failed);
      section.chart(
          new Chart(lane.name(), "requests sent a second", "ms")
              .line("p50", half)
              .line("p99", tail));
    }
    section.table(table);
  }

  /** Calm, a spike of twice the saturation, calm: how long until the calm is back. */
  private static void spikes(Bench bench, Section section, List<Lane> lanes) throws Exception {
    Duration calm = bench.options().measurement().multipliedBy(3);
    Duration spike = bench.options().measurement();
    Table table =
        new Table(
            "spike to twice the saturation",
            "p99 before, ms",
            "good in the spike",
            "refused",
            "failed",
            "calm again after, s");
    for (Lane lane : lanes) {
      Tally tally =
          lane.open(
              Schedule.phases(
                  seed(bench, 7),
                  new Phase(CALM * lane.saturation(), calm),
                  new Phase(SPIKE * lane.saturation(), spike),
                  new Phase(CALM * lane.saturation(), calm)));
      Timeline line = new Timeline(tally.seconds());
      int from = (int) calm.toSeconds();
      int to = from + (int) Math.max(1, spike.toSeconds());
      double before = line.worst(0, from, 0.99);
      table.row(
          lane.name(),
          before,
          percent(line.share(from, to)),
          percent((double) tally.count(Outcome.REFUSED) / tally.total()),
          tally.count(Outcome.FAILED),
          line.calmAfter(to, Math.max(2 * before, 20)));
      none(section, lane.name() + ", failed in a spike", tally.count(Outcome.FAILED));
      section.chart(line.rates(lane.name() + ": a spike"));
      section.chart(line.tail(lane.name() + ": a spike"));
    }
    section.table(table);
  }

  /** Every lane at its share of the machine, first in steps, then for long. */
  private static void mixed(Bench bench, Section section, List<Lane> lanes) throws Exception {
    Table table =
        new Table(
            "mixed",
            "of saturation",
            "sent/s",
            "good/s",
            "p50, ms",
            "p95, ms",
            "p99, ms",
            "refused",
            "failed");
    for (double step : STEPS) {
      List<Tally> tallies = together(bench, lanes, step, bench.options().measurement());
      for (int i = 0; i < lanes.size(); i++) {
        row(table, lanes.get(i).name(), step, tallies.get(i));
      }
    }
    section.table(table);
    Duration soak = Duration.ofMinutes(bench.options().number("minutes"));
    List<Tally> tallies = together(bench, lanes, 0.5, soak);
    Table lasting =
        new Table(
            "mixed, for " + soak.toMinutes() + " minutes at half of saturation",
            "good/s",
            "p99, ms",
            "p99 of the last third / of the first",
            "refused",
            "failed");
    for (int i = 0; i < lanes.size(); i++) {
      Tally tally = tallies.get(i);
      Timeline line = new Timeline(tally.seconds());
      lasting.row(
          lanes.get(i).name(),
          tally.goodPerSecond(),
          tally.millis(0.99),
          line.drift(),
          tally.count(Outcome.REFUSED),
          tally.count(Outcome.FAILED));
      none(section, lanes.get(i).name() + ", failed in the mixture", tally.count(Outcome.FAILED));
      section.chart(line.rates(lanes.get(i).name() + ", mixed"));
      section.chart(line.tail(lanes.get(i).name() + ", mixed"));
    }
    section.table(lasting);
  }

  private static List<Tally> together(Bench bench, List<Lane> lanes, double level, Duration time)
      throws Exception {
    List<Future<Tally>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(lanes.size())) {
      for (Lane lane : lanes) {
        double rate = level * lane.saturation() / lanes.size();
        Schedule schedule = Schedule.poisson(rate, time, seed(bench, level) + running.size());
        running.add(threads.submit(() -> lane.open(schedule)));
      }
      List<Tally> tallies = new ArrayList<>();
      for (Future<Tally> each : running) {
        tallies.add(each.get());
      }
      return tallies;
    }
  }

  private static void row(Table table, String name, double step, Tally tally) {
    table.row(
        name,
        percent(step),
        tally.total() / tally.duration(),
        tally.goodPerSecond(),
        tally.millis(0.5),
        tally.millis(0.95),
        tally.millis(0.99),
        percent((double) tally.count(Outcome.REFUSED) / tally.total()),
        tally.count(Outcome.FAILED));
  }

  private static void none(Section section, String what, long failed) {
    section.must(what, Long.toString(failed), "0", failed == 0);
  }

  private static double share(Tally tally) {
    return (double) tally.good() / tally.total();
  }

  private static String percent(double share) {
    return Table.number(100 * share) + " %";
  }

  private static long seed(Bench bench, double more) {
    return bench.options().number("seed") + (long) (1000 * more);
  }
}
