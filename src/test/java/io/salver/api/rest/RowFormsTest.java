package io.salver.api.rest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salver.api.task.TaskArguments;
import io.salver.table.EncodedColumn;
import io.salver.table.Feature;
import io.salver.table.FeatureSchema;
import io.salver.table.FeatureType;
import io.salver.table.Missing;
import io.salver.table.OutOfRange;
import io.salver.table.Problems;
import io.salver.table.RowEncoder;
import io.salver.table.RowFormat;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.table.Unknown;
import io.salver.table.arrow.ArrowRows;
import io.salver.table.csv.CsvRows;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The same rows mean the same, whether they come as objects, as columns, as CSV or as Arrow. */
final class RowFormsTest {

  private static final RowLimits LIMITS = RowLimits.DEFAULT;
  private static final RowFormat CSV = new CsvRows(LIMITS);
  private static final RowFormat ARROW = new ArrowRows(LIMITS);
  private static final List<String> TEXTS =
      List.of(
          "a", "Ünïcode 😀", "with, comma", "with \"quotes\"", "two\nlines", "1e3", "true", "-");
  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          List.of(
              feature("real", FeatureType.NUMBER, DataType.FP64, List.of()),
              feature("whole", FeatureType.INTEGER, DataType.INT64, List.of()),
              feature("flag", FeatureType.BOOLEAN, DataType.FP64, List.of()),
              feature("known", FeatureType.CATEGORY, DataType.INT64, TEXTS.subList(0, 5)),
              feature("any", FeatureType.CATEGORY, DataType.BYTES, List.of()),
              feature("day", FeatureType.DATE, DataType.INT64, List.of())));

  @Property(tries = 300, seed = "1")
  void rows_mean_the_same_in_every_form(@ForAll long seed) {
    List<ObjectNode> rows = rows(new Random(seed));
    DirectMemoryPool pool = new DirectMemoryPool(64 << 20, 0);
    try (TensorScope scope = pool.openForArrival()) {
      Rows objects = json(object("rows", rows), "rows", scope);
      List<String> expected = encoded(objects, scope);
      assertThat(encoded(json(columns(rows), "columns", scope), scope)).isEqualTo(expected);
      for (RowFormat format : List.of(CSV, ARROW)) {
        Rows read = format.read(ByteBuffer.wrap(format.write(objects)), scope);
        assertThat(encoded(read, scope)).as(format.mediaType()).isEqualTo(expected);
      }
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  /** The values that the model would get, and what is wrong with cells, as text. */
  private static List<String> encoded(Rows rows, TensorScope scope) {
    Problems problems = new Problems(100, 100);
    var encoded = new RowEncoder(SCHEMA).encode(rows, problems, scope);
    List<String> shown = new ArrayList<>(List.of(encoded.counts().toString()));
    problems.described().forEach(each -> shown.add(each.row() + " " + each.column()));
    encoded.rows().columns().forEach(column -> shown.add(shown(column)));
    return shown;
  }

  private static String shown(EncodedColumn column) {
    return switch (column) {
      case EncodedColumn.Doubles(double[] values) -> Arrays.toString(values);
      case EncodedColumn.Longs(long[] values) -> Arrays.toString(values);
      case EncodedColumn.Objects(List<?> values) ->
          values.stream()
              .map(value -> value instanceof byte[] bytes ? Arrays.toString(bytes) : "" + value)
              .toList()
              .toString();
    };
  }

  private static List<ObjectNode> rows(Random random) {
    List<ObjectNode> rows = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int row = 0; row < count; row++) {
      ObjectNode each = JsonNodeFactory.instance.objectNode();
      if (random.nextInt(4) > 0) {
        each.put("real", random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      }
      if (random.nextInt(4) > 0) {
        each.put("whole", random.nextLong());
      }
      if (random.nextInt(4) > 0) {
        each.put("flag", random.nextBoolean());
      }
      if (random.nextInt(4) > 0) {
        each.put("known", TEXTS.get(random.nextInt(TEXTS.size())));
      }
      if (random.nextInt(4) > 0) {
        each.put("any", TEXTS.get(random.nextInt(TEXTS.size())));
      }
      if (random.nextInt(4) > 0) {
        each.put(
            "day",
            "20%02d-0%d-1%d"
                .formatted(random.nextInt(90), 1 + random.nextInt(9), random.nextInt(10)));
      }
      rows.add(each);
    }
    return rows;
  }

  private static ObjectNode object(String name, List<ObjectNode> rows) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putArray(name).addAll(rows);
    return object;
  }

  private static ObjectNode columns(List<ObjectNode> rows) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    ObjectNode columns = object.putObject("columns");
    for (String name : SCHEMA.names()) {
      for (ObjectNode row : rows) {
        columns.withArray(name).add(row.get(name));
      }
    }
    return object;
  }

  private static Rows json(ObjectNode body, String name, TensorScope scope) {
    TaskArguments said = new TaskArguments(TaskArguments.FEW);
    TaskFields fields = TaskFields.ofRows(Set.of(), Set.of(), "file", LIMITS);
    ByteBuffer bytes = ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8));
    new JsonTaskReader(bytes, fields, scope, said).read();
    return requireNonNull(said.rows().get(name)).read(scope);
  }

  private static Feature feature(
      String name, FeatureType type, DataType dataType, List<String> values) {
    return new Feature(
        name,
        type,
        name,
        dataType,
        0,
        Optional.empty(),
        Optional.empty(),
        values,
        false,
        type == FeatureType.CATEGORY ? Missing.INDEX : Missing.ERROR,
        Unknown.INDEX,
        OutOfRange.ACCEPT,
        Optional.empty(),
        Optional.empty());
  }
}
