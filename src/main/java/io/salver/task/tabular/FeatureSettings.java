package io.salver.task.tabular;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.table.Cell;
import io.salver.table.Feature;
import io.salver.table.FeatureType;
import io.salver.table.Missing;
import io.salver.table.OutOfRange;
import io.salver.table.Range;
import io.salver.table.Unknown;
import io.salver.tensor.DataType;
import io.salver.tensor.TensorSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one feature of {@code preprocess.features} and compares it with its tensor. */
final class FeatureSettings {

  /** What all features have. */
  static final Set<String> COMMON =
      Set.of("name", "type", "input", "description", "missing", "default");

  private static final Set<String> NUMERIC = Set.of("unit", "range", "out-of-range");
  private static final Set<String> CATEGORICAL = Set.of("values", "file", "unknown");
  private static final Set<String> DATED = Set.of("days");
  private static final double MOST = Double.MAX_VALUE;

  private final Section settings;
  private final Map<String, Object> values;
  private final FeatureType type;
  private final TensorSpec tensor;
  private final List<String> categories;

  private FeatureSettings(
      Section settings,
      Map<String, Object> values,
      FeatureType type,
      TensorSpec tensor,
      List<String> categories) {
    this.settings = settings;
    this.values = values;
    this.type = type;
    this.tensor = tensor;
    this.categories = categories;
  }

  /**
   * The feature at {@code place} of the list, the {@code column}th of its tensor.
   *
   * @param values as they are written
   * @param more keys that its type has besides
   */
  static Feature read(
      Map<String, Object> values,
      int place,
      int column,
      Set<String> more,
      TextFiles texts,
      Signature signature) {
    String path = "preprocess.features[" + place + "]";
    FeatureType type = type(path, values);
    Set<String> known = new HashSet<>(COMMON);
    known.addAll(keys(type));
    known.addAll(more);
    Section settings = Section.of(Origin.MODEL_YAML, path, values, known);
    TensorSpec tensor = tensor(settings, signature);
    List<String> categories =
        type == FeatureType.CATEGORY
            ? categories(settings, values, texts.find(TextFiles.ofFeature(place, "file")))
            : List.of();
    return new FeatureSettings(settings, values, type, tensor, categories).feature(column);
  }

  /** The type of the feature at {@code path}. */
  static FeatureType type(String path, Map<String, Object> values) {
    Set<String> all = new HashSet<>(values.keySet());
    all.addAll(COMMON);
    Section settings = Section.of(Origin.MODEL_YAML, path, values, all);
    if (!settings.has("type")) {
      throw settings.wrong("type", "one of number, integer, boolean, category, date, text, image");
    }
    return settings.choice("type", FeatureType.class, FeatureType.NUMBER);
  }

  /** The keys of {@code type} alone. */
  static Set<String> keys(FeatureType type) {
    return switch (type) {
      case NUMBER, INTEGER -> NUMERIC;
      case CATEGORY -> CATEGORICAL;
      case DATE -> DATED;
      case BOOLEAN, TEXT, IMAGE -> Set.of();
    };
  }

  private static TensorSpec tensor(Section settings, Signature signature) {
    List<String> names = signature.inputs().stream().map(TensorSpec::name).toList();
    String name = settings.text("input").orElse(names.size() == 1 ? names.getFirst() : "");
    return signature
        .input(name)
        .orElseThrow(() -> settings.wrong("input", "the name of one of the inputs " + names));
  }

  private static List<String> categories(
      Section settings, Map<String, Object> values, Optional<List<String>> file) {
    if (file.isPresent()) {
      if (settings.has("values")) {
        throw settings.wrong("values", "left out where there is a file");
      }
      return distinct(settings, "file", file.get());
    }
    return switch (values.get("values")) {
      case null -> List.of();
      case List<?> list when list.stream().allMatch(FeatureSettings::isPlain) ->
          distinct(settings, "values", list.stream().map(String::valueOf).toList());
      default -> throw settings.wrong("values", "a list of texts");
    };
  }

  private static boolean isPlain(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private static List<String> distinct(Section settings, String key, List<String> names) {
    if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
      throw settings.wrong(key, "a list of different texts, at least one");
    }
    return names;
  }

  private Feature feature(int column) {
    String name =
        settings
            .text("name")
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> settings.wrong("name", "the name of a column"));
    if (!fits()) {
      throw new BackendFailure(
          "feature '%s' is a %s, which input '%s' of %s cannot hold"
              .formatted(name, type.text(), tensor.name(), tensor.dataType()));
    }
    return new Feature(
        name,
        type,
        tensor.name(),
        tensor.dataType(),
        column,
        settings.text("unit"),
        range(),
        categories,
        settings.flag("days", false),
        missing(),
        unknown(),
        settings.choice("out-of-range", OutOfRange.class, OutOfRange.ACCEPT),
        usual(),
        settings.text("description"));
  }

  private boolean fits() {
    return switch (tensor.dataType()) {
      case FP64 -> type != FeatureType.TEXT && type != FeatureType.IMAGE;
      case FP32 ->
          type == FeatureType.IMAGE
              || (type != FeatureType.TEXT
                  && (type != FeatureType.DATE || settings.flag("days", false)));
      case INT64 -> type != FeatureType.NUMBER && type != FeatureType.IMAGE;
      case INT32 ->
          type != FeatureType.NUMBER
              && type != FeatureType.IMAGE
              && (type != FeatureType.DATE || settings.flag("days", false));
      case BOOL -> type == FeatureType.BOOLEAN;
      case BYTES -> type == FeatureType.CATEGORY;
      case UINT8, FP16 -> type == FeatureType.IMAGE;
      case UINT16, UINT32, UINT64, INT8, INT16, BF16 -> false;
    };
  }

  private Optional<Range> range() {
    boolean isNumeric = type == FeatureType.NUMBER || type == FeatureType.INTEGER;
    if (!isNumeric || !settings.has("range")) {
      return Optional.empty();
    }
    double[] ends = settings.numbers("range");
    if (ends.length != 2 || !(ends[0] <= ends[1]) || Math.abs(ends[1]) > MOST) {
      throw settings.wrong("range", "[least, most]");
    }
    return Optional.of(new Range(ends[0], ends[1]));
  }

  private Missing missing() {
    boolean isFloating = tensor.dataType() == DataType.FP32 || tensor.dataType() == DataType.FP64;
    Missing missing = settings.choice("missing", Missing.class, usualMissing(isFloating));
    boolean isPossible =
        switch (missing) {
          case NAN -> isFloating && isScalar();
          case INDEX -> type == FeatureType.CATEGORY;
          case DEFAULT -> settings.has("default");
          case ERROR -> !settings.has("default");
        };
    if (!isPossible) {
      throw settings.wrong(
          "missing",
          "error; nan where the input is of floating point; index of a category; or default where there is one");
    }
    return missing;
  }

  private Missing usualMissing(boolean isFloating) {
    if (settings.has("default")) {
      return Missing.DEFAULT;
    }
    if (type == FeatureType.CATEGORY && tensor.dataType() == DataType.BYTES) {
      return Missing.INDEX;
    }
    boolean isImputed = isFloating && isScalar() && type != FeatureType.CATEGORY;
    return isImputed ? Missing.NAN : Missing.ERROR;
  }

  private boolean isScalar() {
    return type != FeatureType.TEXT && type != FeatureType.IMAGE;
  }

  private Unknown unknown() {
    Unknown unknown = settings.choice("unknown", Unknown.class, Unknown.INDEX);
    if (type == FeatureType.CATEGORY && categories.isEmpty()) {
      if (tensor.dataType() != DataType.BYTES) {
        throw settings.wrong("values", "a list of texts, or file must name one");
      }
      if (unknown == Unknown.ERROR) {
        throw settings.wrong("unknown", "index where there are neither values nor a file");
      }
    }
    return unknown;
  }

  private Optional<Cell> usual() {
    return switch (values.get("default")) {
      case null -> Optional.empty();
      case Integer whole -> Optional.of(new Cell.Whole(whole));
      case Long whole -> Optional.of(new Cell.Whole(whole));
      case Number number -> Optional.of(new Cell.Real(number.doubleValue()));
      case Boolean flag -> Optional.of(new Cell.Flag(flag));
      case String text -> Optional.of(new Cell.Text(text));
      default -> throw settings.wrong("default", "a value");
    };
  }
}
