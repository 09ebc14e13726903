package engine.hostile;

import engine.Bench;
import engine.Scenario;
import engine.report.Section;
import engine.report.Table;
import engine.service.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Requests that mean harm or nothing. A seeded generator makes valid requests, requests that are
 * wrong in one known way, and mutations of valid ones, over REST and gRPC; it knows of each what
 * must become of it. The corpus is replayed first, and well-behaved traffic runs beside all of it.
 */
public final class Hostile implements Scenario {

  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public String title() {
    return "Hostile requests";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    long seed = bench.options().number("seed");
    if (!bench.options().text("save-corpus").isEmpty()) {
      Corpus.write(Path.of(bench.options().text("save-corpus")), kinds(), seed);
    }
    Findings findings = new Findings(bench.directory(name()).resolve("failures"));
    try (Service service = HostileService.start(bench, name());
        ExecutorService beside = Executors.newSingleThreadExecutor()) {
      GoodTraffic alone = new GoodTraffic(service.httpPort());
      alone.stop();
      alone.run(seed);
      GoodTraffic.Result before = alone.run(seed);
      GoodTraffic good = new GoodTraffic(service.httpPort());
      Future<GoodTraffic.Result> running = beside.submit(() -> good.run(seed));
      try {
        Attack attack = new Attack(service, findings);
        attack.replay(Corpus.read(Corpus.CHECKED_IN));
        section.text(
            "Seed %d; %d requests of the corpus first, then %,d generated.",
            seed, findings.requests(), bench.options().number("requests"));
        attack.run(bench.options().number("requests"), seed);
      } finally {
        good.stop();
      }
      traffic(section, before, running.get());
      findings.report(section);
      section.must(
          "the service still runs", Boolean.toString(service.isAlive()), "true", service.isAlive());
    }
  }

  private static List<Kinds> kinds() {
    return List.of(
        RestDocuments.kinds(), RestTransport.kinds(), GrpcMessages.kinds(), Frames.kinds());
  }

  private static void traffic(
      Section section, GoodTraffic.Result before, GoodTraffic.Result during) {
    Table table =
        new Table(
            "good traffic at 50/s", "answered", "failed", "p50, ms", "p99, ms", "worst p99, ms");
    row(table, "alone", before);
    row(table, "beside hostile requests", during);
    section.table(table);
    section.must(
        "good requests that failed beside hostile ones",
        Long.toString(during.failed()),
        "0",
        during.failed() == 0);
  }

  private static void row(Table table, String what, GoodTraffic.Result result) {
    table.row(
        what,
        result.answered(),
        result.failed(),
        result.p50().median(),
        result.p99().median(),
        result.p99().max());
  }
}
