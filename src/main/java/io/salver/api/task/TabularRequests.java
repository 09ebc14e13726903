package io.salver.api.task;

import io.salver.api.Parameter;
import io.salver.fault.InvalidInput;
import io.salver.serving.ModelReference;
import io.salver.table.RowFormat;
import io.salver.table.RowSource;
import io.salver.task.TaskContext;
import io.salver.task.tabular.Abstain;
import io.salver.task.tabular.Explain;
import io.salver.task.tabular.PredictRequest;
import io.salver.task.tabular.TabularAnswer;
import io.salver.task.tabular.TabularSchema;
import io.salver.task.tabular.TabularService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Makes calls about rows from what requests say. Thread-safe. */
@Singleton
public final class TabularRequests {

  /** The name of a file of rows. */
  public static final String FILE = "file";

  private static final String EXPLAIN = "explain";
  private static final Set<String> EXPLAIN_FIELDS =
      Set.of("explain.method", "explain.budget", "explain.seed", "explain.label");

  /** The first is the default. */
  private static final List<String> METHODS =
      Stream.of(Explain.Method.SHAPLEY, Explain.Method.PERMUTATION, Explain.Method.MODEL)
          .map(TabularRequests::label)
          .toList();

  private static final int MAX_BUDGET = 1_000_000;
  private static final int MAX_CLASSES = 1000;

  private final TabularService service;
  private final RowFormats formats;

  /** Requests to {@code service}. */
  @Inject
  public TabularRequests(TabularService service, RowFormats formats) {
    this.service = service;
    this.formats = formats;
  }

  /** The names of the parameters that are taken in every protocol. */
  public static Set<String> parameters() {
    Set<String> names = new HashSet<>(TaskContexts.NAMES);
    names.addAll(List.of("partial", EXPLAIN, "abstain_below", "abstain_wider", "top_k"));
    names.addAll(EXPLAIN_FIELDS);
    return Set.copyOf(names);
  }

  /** Those of them whose values may be objects. */
  public static Set<String> nested() {
    return Set.of(EXPLAIN);
  }

  public TaskCall<TabularAnswer> predict(TaskArguments said, TaskContext context) {
    PredictRequest request =
        new PredictRequest(
            context, rows(said), said.flag("partial").orElse(false), explain(said), abstain(said));
    return new TaskCall<>(context, () -> service.predict(request));
  }

  /** How many classes of each row are answered; absent: all. */
  public static OptionalInt classes(TaskArguments said) {
    return said.whole("top_k", 1, MAX_CLASSES);
  }

  /**
   * What a model of rows takes and gives.
   *
   * @throws io.salver.fault.Fault as {@link TabularService#schema} does
   */
  public TabularSchema schema(Optional<ModelReference> model) {
    return service.schema(model);
  }

  /** How rows are read and written. */
  public RowFormats formats() {
    return formats;
  }

  /** The name of a method on the wire. */
  public static String label(Explain.Method method) {
    return method.name().toLowerCase(Locale.ROOT);
  }

  private RowSource rows(TaskArguments said) {
    Map<String, RowSource> sources = new LinkedHashMap<>(said.rows());
    if (said.has(FILE)) {
      sources.put(FILE, file(said.file(FILE)));
    }
    if (sources.size() != 1) {
      throw new InvalidInput(
          "one of rows, row, columns and a file is expected, received "
              + (sources.isEmpty() ? "none" : String.join(" and ", sources.keySet())));
    }
    return sources.values().iterator().next();
  }

  private RowSource file(ByteBuffer file) {
    RowFormat format = formats.of(file);
    return scope -> format.read(file, scope);
  }

  /** As an object, as the name of a method, or field by field as a query has it. */
  private static Optional<Explain> explain(TaskArguments said) {
    TaskArguments fields = new TaskArguments(TaskArguments.FEW);
    for (Nested each : said.nested(EXPLAIN)) {
      if (!(each instanceof Nested.Fields(var values))) {
        throw new InvalidInput("explain expects an object, or the name of a method");
      }
      values.forEach((name, value) -> fields.add(EXPLAIN + "." + name, value));
    }
    said.texts(EXPLAIN).forEach(text -> fields.add("explain.method", new Parameter.Text(text)));
    EXPLAIN_FIELDS.forEach(name -> said.values(name).forEach(value -> fields.add(name, value)));
    fields.only(EXPLAIN_FIELDS, Set.of());
    if (EXPLAIN_FIELDS.stream().noneMatch(fields::has) && said.nested(EXPLAIN).isEmpty()) {
      return Optional.empty();
    }
    String method = fields.choice("explain.method", METHODS);
    return Optional.of(
        new Explain(
            Explain.Method.valueOf(method.toUpperCase(Locale.ROOT)),
            fields.whole("explain.budget", 1, MAX_BUDGET),
            fields.whole("explain.seed", 0, Integer.MAX_VALUE).orElse(0),
            fields.text("explain.label")));
  }

  private static Optional<Abstain> abstain(TaskArguments said) {
    OptionalDouble below = said.real("abstain_below", 0, 1);
    OptionalDouble wider = said.real("abstain_wider", 0, Double.MAX_VALUE);
    return below.isPresent() || wider.isPresent()
        ? Optional.of(new Abstain(below, wider))
        : Optional.empty();
  }
}
