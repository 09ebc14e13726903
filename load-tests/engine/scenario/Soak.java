package engine.scenario;

import engine.Bench;
import engine.Scenario;
import engine.generation.CheckedTraffic;
import engine.generation.Generations;
import engine.generation.LoadCalls;
import engine.onnx.BenchModels;
import engine.report.Section;
import engine.report.Table;
import engine.service.Repository;
import engine.service.Service;
import engine.stats.Trend;
import engine.stats.Trend.Point;
import engine.stats.Trend.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * All kinds of traffic at once for long: both protocols, with every answer checked, reloads, long
 * runs that are cancelled, bodies of half a megabyte and bad requests. Every sample reads what is
 * open, what is resident, and, after a full collection asked for by jcmd, what lives in the heap.
 */
public final class Soak implements Scenario {

  private static final int SAMPLES = 60;
  private static final int CLIENTS = 2;
  private static final long PAUSE_MICROS = 2_000;
  private static final double HANDLES_A_MINUTE = 0.1;
  private static final double HEAP_A_MINUTE = 256 * 1024;
  private static final double RESIDENT_A_MINUTE = 512 * 1024;

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String title() {
    return "Soak: handles, heap and resident memory over time";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    Repository repository = bench.repository(name());
    Generations generations = new Generations(repository);
    repository
        .with("slow", BenchModels.slow(), "instances: 1")
        .with("cnn", BenchModels.cnn(4), "instances: 1");
    Map<String, List<Point>> series = new LinkedHashMap<>();
    try (Service service =
        bench.serve(name(), repository, "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch")) {
      CheckedTraffic traffic =
          new CheckedTraffic(
              generations, service.httpPort(), service.grpcPort(), CLIENTS, PAUSE_MICROS);
      Mischief mischief = new Mischief(service.httpPort(), service.grpcPort());
      try (traffic;
          mischief) {
        sample(bench, service, generations, series);
      }
      section.text(
          "%d minutes, %,d checked answers, %,d reloads and other disturbances; %d samples of which the first"
              + " half is left out. The heap has a fixed size and is touched beforehand.",
          bench.options().number("minutes"),
          traffic.answers(),
          mischief.count() + generations.count(),
          SAMPLES);
      traffic.complaints().forEach(complaint -> section.text("- %s", complaint));
      section.must(
          "answers lost, mixed or of a wrong version in the soak",
          Long.toString(traffic.lost() + traffic.mixed() + traffic.wrong()),
          "0",
          traffic.lost() + traffic.mixed() + traffic.wrong() == 0);
    }
    report(section, series);
  }

  private static void sample(
      Bench bench, Service service, Generations generations, Map<String, List<Point>> series)
      throws Exception {
    long start = System.nanoTime();
    double minutes = bench.options().number("minutes");
    long gap = (long) (minutes * TimeUnit.MINUTES.toNanos(1) / SAMPLES);
    for (int sample = 1; sample <= SAMPLES; sample++) {
      generations.write(1);
      LoadCalls.load(service.httpPort(), Generations.MODEL);
      generations.confirm();
      long wait = start + sample * gap - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
      double at = (System.nanoTime() - start) / 60e9;
      for (String type : List.of("session", "tensor")) {
        double open = service.metrics().sum("serving_native_handles", "type=\"" + type + "\"");
        put(series, "open " + type + "s", at, open);
      }
      put(series, "live heap, bytes", at, LiveHeap.bytes(service));
      put(series, "resident, bytes", at, service.status().residentBytes());
    }
  }

  private static void put(
      Map<String, List<Point>> series, String name, double minutes, double value) {
    series.computeIfAbsent(name, absent -> new ArrayList<>()).add(new Point(minutes, value));
  }

  private static void report(Section section, Map<String, List<Point>> series) {
    Table table =
        new Table(
            "", "first", "last", "slope a minute", "95 % interval", "counts as none", "verdict");
    series.forEach(
        (name, points) -> {
          Trend trend = Trend.of(points.subList(points.size() / 2, points.size()));
          double allowed = allowed(name);
          Verdict verdict = trend.against(allowed);
          table.row(
              name,
              points.getFirst().y(),
              points.getLast().y(),
              trend.slope(),
              Table.number(trend.lower()) + " to " + Table.number(trend.upper()),
              allowed,
              verdict);
          points.forEach(point -> section.raw(name.replace(",", ""), point.y()));
          section.shown(
              "soak: " + name,
              verdict.toString(),
              Verdict.FLAT.toString(),
              verdict == Verdict.FLAT);
        });
    section.table(table);
  }

  private static double allowed(String name) {
    return switch (name) {
      case "live heap, bytes" -> HEAP_A_MINUTE;
      case "resident, bytes" -> RESIDENT_A_MINUTE;
      default -> HANDLES_A_MINUTE;
    };
  }
}
