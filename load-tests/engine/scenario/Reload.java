package engine.scenario;

import engine.Bench;
import engine.Scenario;
import engine.generation.CheckedTraffic;
import engine.generation.Generations;
import engine.generation.LoadCalls;
import engine.load.Blocking;
import engine.report.Section;
import engine.report.Table;
import engine.service.Repository;
import engine.service.Service;
import engine.stats.Samples;
import engine.stats.Trend;
import engine.stats.Trend.Point;
import engine.stats.Trend.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reloads under load. Before each, version 1 is rewritten, or a version 2 added or removed; clients
 * of both protocols check every answer. The resident memory after each reload gives a slope; so
 * that the slope is worth something, the same analysis judges a process that leaks on purpose and
 * one that does not.
 */
public final class Reload implements Scenario {

  /** Growth for one reload that counts as none: a quarter of what a session of this model takes. */
  private static final double ALLOWED_BYTES = 32 * 1024;

  private static final int CLIENTS = 2;
  private static final int VERSION_2_EVERY = 10;
  private static final long PAUSE_MICROS = 500;
  private static final int TREND_RELOADS = 600;
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "reload";
  }

  @Override
  public String title() {
    return "Hot reloads under load";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    Repository repository = bench.repository(name());
    Generations generations = new Generations(repository);
    int reloads = bench.options().number("reloads");
    try (Service service =
        bench.serve(
            name(),
            repository,
            "-Dsalver.requests.target-wait=", // nobody is refused on a slow machine
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch")) {
      List<Point> memory = new ArrayList<>();
      Samples millis = new Samples();
      CheckedTraffic traffic =
          new CheckedTraffic(
              generations, service.httpPort(), service.grpcPort(), CLIENTS, PAUSE_MICROS);
      double handlesBefore = handles(service);
      try (traffic) {
        for (int reload = 1; reload <= reloads; reload++) {
          change(generations, reload);
          long start = System.nanoTime();
          require200(LoadCalls.load(service.httpPort(), Generations.MODEL));
          millis.add((System.nanoTime() - start) / 1e6);
          generations.confirm();
          memory.add(new Point(reload, service.status().residentBytes()));
        }
      }
      double handlesAfter = handlesOnceDrained(service, handlesBefore);
      report(section, reloads, traffic, millis, handlesBefore, handlesAfter);
      memory.forEach(point -> section.raw("resident bytes", point.y()));
      if (reloads >= TREND_RELOADS) {
        trend(bench, section, memory);
      }
    }
  }

  /** Version 1 anew; every tenth time version 2 on top of it, which the next reload takes away. */
  private static void change(Generations generations, int reload) throws IOException {
    if (reload % VERSION_2_EVERY == 0) {
      generations.write(2);
      return;
    }
    generations.write(1);
    if (reload % VERSION_2_EVERY == 1 && reload > 1) {
      generations.remove(2);
    }
  }

  private static void require200(Blocking.Answer answer) {
    if (answer.status() != 200) {
      throw new IllegalStateException(
          "a load was answered with " + answer.status() + " " + answer.text());
    }
  }

  private static double handles(Service service) throws IOException, InterruptedException {
    return service.metrics().sum("serving_native_handles", "type=\"session\"");
  }

  /** How many are open when the versions that were replaced last have closed theirs. */
  private static double handlesOnceDrained(Service service, double expected)
      throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + DRAIN_LIMIT.toNanos();
    double open = handles(service);
    while (open != expected && System.nanoTime() < giveUp) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      open = handles(service);
    }
    return open;
  }

  private static void report(
      Section section,
      int reloads,
      CheckedTraffic traffic,
      Samples millis,
      double handlesBefore,
      double handlesAfter) {
    section.text(
        "%d reloads, %d clients of each protocol, joining of requests on. A reload took %.1f ms at the"
            + " median, %.1f at most. Every %dth added a version 2, the next one removed it.",
        reloads, CLIENTS, millis.median(), millis.max(), VERSION_2_EVERY);
    traffic.complaints().forEach(complaint -> section.text("- %s", complaint));
    none(section, "requests lost in %d reloads".formatted(reloads), traffic.lost(), traffic);
    none(section, "mixed answers", traffic.mixed(), traffic);
    none(section, "wrong-version answers", traffic.wrong(), traffic);
    section.must(
        "open sessions after all reloads",
        "%.0f".formatted(handlesAfter),
        "%.0f".formatted(handlesBefore),
        handlesAfter == handlesBefore);
  }

  private static void none(Section section, String what, long count, CheckedTraffic traffic) {
    section.must(
        what,
        "%d of %,d".formatted(count, traffic.answers()),
        "0",
        count == 0 && traffic.answers() > 0);
  }

  private static void trend(Bench bench, Section section, List<Point> memory) throws Exception {
    Table table = new Table("resident memory", "slope, bytes/reload", "95 % interval", "verdict");
    Trend service = row(table, "the service", memory);
    int loads = Math.min(600, memory.size());
    Trend closing =
        row(table, "control: a process that closes", LeakProcess.run(bench, "close", loads));
    Trend leaking =
        row(table, "control: a process that leaks", LeakProcess.run(bench, "leak", loads));
    section.text(
        "The first half, in which the service warms up, is left out; the heap has a fixed size and is touched beforehand. Growth below"
            + " %.0f bytes a reload counts as none. The controls open a session of the same model per"
            + " step.",
        ALLOWED_BYTES);
    section.table(table);
    verdict(section, "the service's memory over reloads", service, Verdict.FLAT);
    verdict(section, "control: sessions that are closed", closing, Verdict.FLAT);
    verdict(section, "control: a leak on purpose is caught", leaking, Verdict.LEAK);
  }

  private static Trend row(Table table, String what, List<Point> points) {
    Trend trend = Trend.of(points.subList(points.size() / 2, points.size()));
    table.row(
        what,
        trend.slope(),
        Table.number(trend.lower()) + " to " + Table.number(trend.upper()),
        trend.against(ALLOWED_BYTES));
    return trend;
  }

  private static void verdict(Section section, String what, Trend trend, Verdict expected) {
    Verdict verdict = trend.against(ALLOWED_BYTES);
    section.shown(what, verdict.toString(), expected.toString(), verdict == expected);
  }
}
