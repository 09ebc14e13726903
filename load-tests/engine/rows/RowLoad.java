package engine.rows;

import engine.Bench;
import engine.Scenario;
import engine.load.Blocking;
import engine.load.HttpLoad;
import engine.load.InferRequests;
import engine.report.Section;
import engine.report.Table;
import engine.scenario.Rounds;
import engine.service.Repository;
import engine.service.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Rows a second of boosted trees, by the form in which the rows come and by how many come at once,
 * over one connection, in turns with ONNX Runtime alone.
 */
public final class RowLoad implements Scenario {

  private static final Path MODELS = Path.of("models/repository");
  private static final String MODEL = "california-xgboost";
  private static final String PATH = "/v1/tabular/predict?model=" + MODEL;
  private static final String ARROW = "application/vnd.apache.arrow.stream";
  private static final int[] COUNTS = {1, 100, 10_000};
  private static final List<String> FORMS = List.of("JSON rows", "JSON columns", "CSV", "Arrow");
  private static final String BARE = "ONNX Runtime alone";
  private static final int CONNECTIONS = 1;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final Pattern VALUE = Pattern.compile("\"value\":([^,}]+)");

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public String title() {
    return "Rows a second, by their form";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    section.text(
        "`%s` over one connection; what comes as JSON is answered as JSON, CSV as CSV, Arrow as Arrow. In brackets the share of what ONNX Runtime does alone, in this process and by one thread, on tensors that are there.",
        MODEL);
    Path models = bench.directory(name()).resolve("repository");
    Repository repository = Repository.copied(models, MODELS, List.of(MODEL));
    try (Service service = bench.serve(name(), repository);
        BareRows bare = new BareRows(MODELS.resolve(MODEL).resolve("1/model.onnx"))) {
      Map<String, Rounds.Measure> measures = new LinkedHashMap<>();
      for (int count : COUNTS) {
        Districts rows = Districts.draw(count, bench.options().number("seed"));
        sameAnswers(section, service, rows);
        measures.putAll(measures(bench, service, bare, rows));
      }
      section.table(table(Rounds.medians(bench, section, measures)));
    }
  }

  private static Map<String, Rounds.Measure> measures(
      Bench bench, Service service, BareRows bare, Districts rows) {
    Map<String, Rounds.Measure> measures = new LinkedHashMap<>();
    long nanos = bench.options().measurement().toNanos();
    measures.put(key(BARE, rows.count()), () -> bare.perSecond(rows, nanos));
    for (String form : FORMS) {
      byte[] request = request(form, rows, true);
      measures.put(
          key(form, rows.count()),
          () ->
              rows.count()
                  * new HttpLoad(service.httpPort())
                      .closed(request, CONNECTIONS, bench.options().measurement())
                      .requireNoFailure()
                      .goodPerSecond());
    }
    return measures;
  }

  private static Table table(Map<String, Double> medians) {
    Table table = new Table("form", "1 row", "100 rows", "10,000 rows");
    for (String form : FORMS) {
      List<Object> cells = new ArrayList<>(List.of(form));
      for (int count : COUNTS) {
        double reached = medians.get(key(form, count));
        double share = reached / medians.get(key(BARE, count));
        cells.add(Table.number(reached) + " (" + Table.number(share) + ")");
      }
      table.row(cells.toArray());
    }
    List<Object> cells = new ArrayList<>(List.of(BARE));
    for (int count : COUNTS) {
      cells.add(medians.get(key(BARE, count)));
    }
    return table.row(cells.toArray());
  }

  /** All forms are asked for JSON, whose values must be those of the first. */
  private static void sameAnswers(Section section, Service service, Districts rows)
      throws IOException {
    List<List<String>> answers = new ArrayList<>();
    for (String form : FORMS) {
      try (Blocking connection = new Blocking(service.httpPort(), PATIENCE_MILLIS)) {
        Blocking.Answer answer = connection.exchange(request(form, rows, false));
        if (answer.status() != 200) {
          throw new IllegalStateException(form + ": " + answer.status() + " " + answer.text());
        }
        answers.add(VALUE.matcher(answer.text()).results().map(each -> each.group(1)).toList());
      }
    }
    boolean same =
        answers.stream()
            .allMatch(each -> each.size() == rows.count() && each.equals(answers.getFirst()));
    section.must(
        "values of %,d rows by all forms".formatted(rows.count()),
        same ? "equal" : "not equal",
        "equal",
        same);
  }

  private static byte[] request(String form, Districts rows, boolean inKind) {
    return switch (form) {
      case "JSON rows" -> post("application/json", "", json("rows", rows.objects()));
      case "JSON columns" -> post("application/json", "", json("columns", rows.lists()));
      case "CSV" -> post("text/csv", inKind ? "text/csv" : "", rows.csv());
      default -> post(ARROW, inKind ? ARROW : "", rows.arrow());
    };
  }

  private static byte[] json(String key, String value) {
    return Districts.bytes("{\"" + key + "\":" + value + "}");
  }

  private static byte[] post(String type, String accepted, byte[] body) {
    String accept = "Accept: " + (accepted.isEmpty() ? "application/json" : accepted) + "\r\n";
    return InferRequests.post(PATH, "Content-Type: " + type + "\r\n" + accept, body);
  }

  private static String key(String form, int rows) {
    return form + " " + rows;
  }
}
