package io.salver.task;

import io.salver.fault.BackendFailure;
import io.salver.fault.Nearest;
import io.salver.time.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A section of {@code model.yaml} that a task reads, with typed access to its keys. Whatever is
 * wrong becomes a {@link BackendFailure} that names the key by its full path, what was expected and
 * what stands there. Immutable.
 */
public final class TaskSettings {

  private final String path;
  private final Map<String, Object> values;

  private TaskSettings(String path, Map<String, Object> values) {
    this.path = path;
    this.values = values;
  }

  /** The section at {@code path}, which may hold the {@code known} keys and no others. */
  public static TaskSettings of(String path, Map<String, Object> values, Set<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new BackendFailure(
            "model.yaml: unknown key '%s.%s'; the nearest known one is '%s.%s'"
                .formatted(path, key, path, Nearest.among(key, known)));
      }
    }
    return new TaskSettings(path, values);
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Whether that very word stands there, where other things than texts may. */
  public boolean isWord(String key, String word) {
    return word.equals(values.get(key));
  }

  public Optional<String> text(String key) {
    return find(key, String.class, "text");
  }

  public boolean flag(String key, boolean otherwise) {
    return find(key, Boolean.class, "true or false").orElse(otherwise);
  }

  public double number(String key, double least, double most, double otherwise) {
    double value = find(key, Number.class, "a number").map(Number::doubleValue).orElse(otherwise);
    if (!(value >= least && value <= most)) {
      throw wrong(key, "a number from " + plain(least) + " to " + plain(most));
    }
    return value;
  }

  public int integer(String key, int least, int most, int otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (values.get(key) instanceof Integer value && value >= least && value <= most) {
      return value;
    }
    throw wrong(key, "a whole number from " + least + " to " + most);
  }

  /** One number, or a list of them; empty when there is none. */
  public double[] numbers(String key) {
    return switch (values.get(key)) {
      case null -> new double[0];
      case Number one -> new double[] {one.doubleValue()};
      case List<?> list when list.stream().allMatch(Number.class::isInstance) ->
          list.stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
      default -> throw wrong(key, "a number or a list of numbers");
    };
  }

  public Duration duration(String key, Duration otherwise) {
    return text(key)
        .map(
            text ->
                DurationText.parse(text)
                    .filter(each -> !each.isZero())
                    .orElseThrow(
                        () ->
                            wrong(
                                key,
                                "a duration such as 25ms, with a unit of " + DurationText.UNITS)))
        .orElse(otherwise);
  }

  /** A constant by its name in lower case with hyphens. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    return text(key)
        .map(
            text ->
                Arrays.stream(type.getEnumConstants())
                    .filter(each -> name(each).equals(text))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            wrong(
                                key,
                                "one of "
                                    + Arrays.stream(type.getEnumConstants())
                                        .map(TaskSettings::name)
                                        .collect(Collectors.joining(", ")))))
        .orElse(otherwise);
  }

  /** The section under {@code key}; without any key when it is not there. */
  public TaskSettings section(String key, Set<String> known) {
    return switch (values.get(key)) {
      case null -> of(path + "." + key, Map.of(), known);
      case Map<?, ?> map -> {
        @SuppressWarnings("unchecked") // keys of a mapping in YAML are read as text
        Map<String, Object> section = (Map<String, Object>) map;
        yield of(path + "." + key, section, known);
      }
      default -> throw wrong(key, "a mapping of keys");
    };
  }

  /** The failure that {@code key} is not what it should be. */
  public BackendFailure wrong(String key, String expected) {
    return new BackendFailure(
        "model.yaml: %s.%s must be %s, not %s".formatted(path, key, expected, values.get(key)));
  }

  private <T> Optional<T> find(String key, Class<T> type, String expected) {
    Object value = values.get(key);
    if (value != null && !type.isInstance(value)) {
      throw wrong(key, expected);
    }
    return Optional.ofNullable(value).map(type::cast);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
