package io.salver.monitor;

import io.salver.fault.BackendFailure;
import io.salver.fault.Nearest;
import io.salver.time.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A mapping below {@code monitor} in {@code model.yaml}. Whatever is wrong becomes a {@link
 * BackendFailure} that names the key by its full path, what was expected and what stands there.
 * Immutable.
 */
public final class MonitorSection {

  private final String path;
  private final Map<?, ?> values;

  private MonitorSection(String path, Map<?, ?> values) {
    this.path = path;
    this.values = values;
  }

  /** The mapping at {@code path}, which may hold the {@code known} keys and no others. */
  public static MonitorSection of(String path, Map<?, ?> values, Set<String> known) {
    for (Object key : values.keySet()) {
      if (!known.contains(key.toString())) {
        throw new BackendFailure(
            "model.yaml: unknown key '%s.%s'; the nearest known one is '%s.%s'"
                .formatted(path, key, path, Nearest.among(key.toString(), known)));
      }
    }
    return new MonitorSection(path, values);
  }

  public boolean flag(String key, boolean otherwise) {
    return find(key, Boolean.class, "true or false").orElse(otherwise);
  }

  public double number(String key, double least, double most, double otherwise) {
    return number(key, least, most).orElse(otherwise);
  }

  public OptionalDouble number(String key, double least, double most) {
    Optional<Number> number = find(key, Number.class, "a number");
    if (number.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = number.get().doubleValue();
    if (!(value >= least && value <= most)) {
      throw wrong(key, "a number from " + least + " to " + most);
    }
    return OptionalDouble.of(value);
  }

  public int integer(String key, int least, int most, int otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Integer whole && whole >= least && whole <= most) {
      return whole;
    }
    throw wrong(key, "a whole number from " + least + " to " + most);
  }

  public Duration duration(String key, Duration least, Duration otherwise) {
    return find(key, String.class, "a duration such as 15m")
        .map(
            text ->
                DurationText.parse(text)
                    .filter(duration -> duration.compareTo(least) >= 0)
                    .orElseThrow(
                        () ->
                            wrong(
                                key,
                                "a duration of at least %s such as 15m, with a unit of %s"
                                    .formatted(DurationName.of(least), DurationText.UNITS))))
        .orElse(otherwise);
  }

  /** A constant by its name in lower case with hyphens. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    return find(key, String.class, "text")
        .map(
            text ->
                Arrays.stream(type.getEnumConstants())
                    .filter(each -> name(each).equals(text))
                    .findFirst()
                    .orElseThrow(() -> wrong(key, "one of " + names(type))))
        .orElse(otherwise);
  }

  /** Text; absent when it is not there. */
  public Optional<String> text(String key) {
    return find(key, String.class, "text");
  }

  /** The list under {@code key}, of at most so many; empty when it is not there. */
  public List<?> list(String key, int most) {
    List<?> list = values.get(key) instanceof List<?> written ? written : List.of();
    if (list.size() > most || (list.isEmpty() && values.get(key) != null)) {
      throw wrong(key, "a list of 1 to " + most);
    }
    return list;
  }

  /** The mapping under {@code key}; without any key when it is not there. */
  public MonitorSection section(String key, Set<String> known) {
    return of(path + "." + key, map(key), known);
  }

  /** The mappings under {@code key}, by names of any kind. */
  public Map<String, MonitorSection> sections(String key, Set<String> known) {
    MonitorSection named = new MonitorSection(path + "." + key, map(key));
    return named.values.keySet().stream()
        .map(Object::toString)
        .collect(Collectors.toMap(name -> name, name -> named.section(name, known)));
  }

  /** The failure that {@code key} is not what it should be. */
  public BackendFailure wrong(String key, String expected) {
    return new BackendFailure(
        "model.yaml: %s.%s must be %s, not %s".formatted(path, key, expected, values.get(key)));
  }

  private Map<?, ?> map(String key) {
    return switch (values.get(key)) {
      case null -> Map.of();
      case Map<?, ?> map -> map;
      default -> throw wrong(key, "a mapping of keys");
    };
  }

  private <T> Optional<T> find(String key, Class<T> type, String expected) {
    Object value = values.get(key);
    if (value != null && !type.isInstance(value)) {
      throw wrong(key, expected);
    }
    return Optional.ofNullable(value).map(type::cast);
  }

  private static String names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(MonitorSection::name)
        .collect(Collectors.joining(", "));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
