package engine.scenario;

import engine.Bench;
import engine.Scenario;
import engine.load.HttpLoad;
import engine.load.InferRequests;
import engine.load.Tally;
import engine.report.Section;
import engine.report.Table;
import engine.service.Repository;
import engine.service.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What watching a model costs its requests: three services side by side, asked in turns. One does
 * neither, one compares every row with the reference profile, and one also remembers predictions
 * for labels that come late, as is the default. The model is small trees over 14 features, which
 * answer a row in microseconds: hardly any other has less work beside which watching could hide.
 */
public final class Watching implements Scenario {

  private static final String MODEL = "adult-xgboost";
  private static final String OFF = "off";
  private static final String WATCHED = "watched";
  private static final String LABELS = "with late labels";
  private static final int CONNECTIONS = 8;
  private static final int MANY_ROWS = 32;
  private static final String ROW =
      "{\"age\":39,\"workclass\":\"State-gov\",\"fnlwgt\":77516,\"education\":\"Bachelors\","
          + "\"education-num\":13,\"marital-status\":\"Never-married\","
          + "\"occupation\":\"Adm-clerical\",\"relationship\":\"Not-in-family\","
          + "\"race\":\"White\",\"sex\":\"Male\",\"capital-gain\":2174,\"capital-loss\":0,"
          + "\"hours-per-week\":40,\"native-country\":\"United-States\"}";

  @Override
  public String name() {
    return "watching";
  }

  @Override
  public String title() {
    return "Cost of watching";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    Repository repository = bench.repository(name());
    copy(Path.of("models/repository", MODEL), repository.root().resolve(MODEL));
    section.text(
        "`%s` asked by `POST /v1/tabular/predict` over %d connections that are always busy; all rows are looked at"
            + " (`sample: 1.0`), and with late labels predictions are remembered, too, against neither; medians of %d interleaved rounds of %d s.",
        MODEL,
        CONNECTIONS,
        bench.options().number("runs"),
        bench.options().measurement().toSeconds());
    try (Service without =
            bench.serve(
                name() + "-off",
                repository,
                "-Dsalver.monitoring.enabled=false",
                "-Dsalver.feedback.enabled=false");
        Service watching =
            bench.serve(name() + "-watched", repository, "-Dsalver.feedback.enabled=false");
        Service all = bench.serve(name(), repository)) {
      Map<String, Service> services = new LinkedHashMap<>();
      services.put(OFF, without);
      services.put(WATCHED, watching);
      services.put(LABELS, all);
      Map<String, Tally> last = new LinkedHashMap<>();
      Map<String, Rounds.Measure> measures = new LinkedHashMap<>();
      for (int rows : new int[] {1, MANY_ROWS}) {
        for (Map.Entry<String, Service> each : services.entrySet()) {
          byte[] request = request(rows);
          HttpLoad load = new HttpLoad(each.getValue().httpPort());
          load.warmUp(request, CONNECTIONS, bench.options().seconds("warmup"));
          String key = rows + " rows, " + each.getKey();
          measures.put(
              key + ", a second",
              () -> {
                Tally tally = load.closed(request, CONNECTIONS, bench.options().measurement());
                last.put(key, tally.requireNoFailure());
                return tally.total() / tally.duration();
              });
          measures.put(key + ", p99 ms", () -> tally(last, key).millis(.99));
        }
      }
      report(section, Rounds.medians(bench, section, measures));
    }
  }

  private static Tally tally(Map<String, Tally> last, String key) {
    Tally tally = last.get(key);
    if (tally == null) {
      throw new IllegalStateException("not measured: " + key);
    }
    return tally;
  }

  private static void report(Section section, Map<String, Double> medians) {
    Table table = new Table("", "a second, off", "on", "ratio", "p99 ms, off", "on", "ratio");
    for (int rows : new int[] {1, MANY_ROWS}) {
      for (String service : new String[] {WATCHED, LABELS}) {
        report(rows, service, section, table, medians);
      }
    }
    section.table(table);
  }

  private static void report(
      int rows, String service, Section section, Table table, Map<String, Double> medians) {
    String off = rows + " rows, " + OFF;
    String on = rows + " rows, " + service;
    double rateOff = medians.get(off + ", a second");
    double rate = medians.get(on + ", a second");
    double lateOff = medians.get(off + ", p99 ms");
    double late = medians.get(on + ", p99 ms");
    table.row(on, rateOff, rate, rate / rateOff, lateOff, late, late / lateOff);
    section.atLeast("throughput of " + on + ", on / off", rate / rateOff, .98);
    section.below("p99 of " + on + ", on / off", late / lateOff, 1.05);
  }

  private static byte[] request(int rows) {
    String body =
        "{\"model\":\"%s\",\"rows\":[%s]}"
            .formatted(MODEL, String.join(",", Collections.nCopies(rows, ROW)));
    return InferRequests.post(
        "/v1/tabular/predict",
        "Content-Type: application/json\r\n",
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
