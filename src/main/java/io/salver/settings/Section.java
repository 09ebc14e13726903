package io.salver.settings;

import io.salver.fault.Fault;
import io.salver.fault.Nearest;
import io.salver.time.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A mapping of settings with typed access to its keys. Whatever is wrong becomes the fault of its
 * {@link Origin}, which names the key by its full path, what was expected and what stands there.
 * Immutable, if nobody changes the mapping.
 */
public final class Section {

  private final Origin origin;
  private final String path;
  private final Map<?, ?> values;

  private Section(Origin origin, String path, Map<?, ?> values) {
    this.origin = origin;
    this.path = path;
    this.values = values;
  }

  /**
   * The mapping at {@code path}, which may hold the {@code known} keys and no others.
   *
   * @param path from the top of the document, keys with dots between them; may be empty
   */
  public static Section of(Origin origin, String path, Map<?, ?> values, Set<String> known) {
    Section section = new Section(origin, path, values);
    for (Object key : values.keySet()) {
      if (!known.contains(key.toString())) {
        throw section.fault(
            "unknown key '%s'; the nearest known one is '%s'"
                .formatted(
                    section.at(key.toString()), section.at(Nearest.among(key.toString(), known))));
      }
    }
    return section;
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Whether that very word stands there, where other things than texts may. */
  public boolean isWord(String key, String word) {
    return word.equals(values.get(key));
  }

  /** Text. */
  public Optional<String> text(String key) {
    return find(key, String.class, "text");
  }

  /** Text that must be there. */
  public String requiredText(String key) {
    return text(key).orElseThrow(() -> wrong(key, "text"));
  }

  public boolean flag(String key, boolean otherwise) {
    return find(key, Boolean.class, "true or false").orElse(otherwise);
  }

  /** A number within bounds; absent when it is not there. */
  public OptionalDouble number(String key, double least, double most) {
    Optional<Number> number = find(key, Number.class, "a number");
    if (number.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = number.get().doubleValue();
    if (!(value >= least && value <= most)) {
      throw wrong(key, "a number from " + plain(least) + " to " + plain(most));
    }
    return OptionalDouble.of(value);
  }

  /** A number within bounds. */
  public double number(String key, double least, double most, double otherwise) {
    return number(key, least, most).orElse(otherwise);
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

  /** A whole number within bounds that fit an int. */
  public int integer(String key, int least, int most, int otherwise) {
    return Math.toIntExact(whole(key, least, most, otherwise));
  }

  /** A whole number within bounds. */
  public long whole(String key, long least, long most, long otherwise) {
    return switch (values.get(key)) {
      case null -> otherwise;
      case Integer number when number >= least && number <= most -> number;
      case Long number when number >= least && number <= most -> number;
      default -> throw wrong(key, "a whole number from " + least + " to " + most);
    };
  }

  /** A duration above zero. */
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

  /** A duration of at least so much. */
  public Duration duration(String key, Duration least, Duration otherwise) {
    Duration duration = duration(key, otherwise);
    if (duration.compareTo(least) < 0) {
      throw wrong(key, "a duration of at least " + DurationText.of(least));
    }
    return duration;
  }

  /** A constant by its name in lower case with hyphens. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    return text(key)
        .map(
            text ->
                Arrays.stream(type.getEnumConstants())
                    .filter(each -> nameOf(each).equals(text))
                    .findFirst()
                    .orElseThrow(() -> wrong(key, "one of " + names(type))))
        .orElse(otherwise);
  }

  /** How a constant is written. */
  public static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The mapping under {@code key}; without any key when it is not there. */
  public Section section(String key, Set<String> known) {
    return of(origin, at(key), map(key), known);
  }

  /** The mappings under {@code key}, by names of any kind, in their order. */
  public Map<String, Section> sections(String key, Set<String> known) {
    Section named = new Section(origin, at(key), map(key));
    Map<String, Section> sections = new LinkedHashMap<>();
    named.names().forEach(name -> sections.put(name, named.section(name, known)));
    return sections;
  }

  /** The mapping under {@code key} whose keys may be anything. */
  public Section open(String key) {
    return new Section(origin, at(key), map(key));
  }

  /** The mappings in the list under {@code key}; none when it is not there. */
  public List<Section> list(String key, Set<String> known) {
    List<?> all = elements(key, "a list of mappings");
    return IntStream.range(0, all.size())
        .mapToObj(
            i -> {
              if (all.get(i) instanceof Map<?, ?> map) {
                return of(origin, at(key) + "[" + i + "]", map, known);
              }
              throw wrong(key, "a list of mappings");
            })
        .toList();
  }

  /** The values of the list under {@code key}, or the one value there; none when nothing is. */
  public List<?> values(String key) {
    return values.get(key) instanceof List<?> || !has(key)
        ? elements(key, "a list")
        : List.of(Optional.ofNullable(values.get(key)).orElseThrow(() -> wrong(key, "a value")));
  }

  /** Its keys, in their order. */
  public List<String> names() {
    return values.keySet().stream().map(Object::toString).toList();
  }

  /** The fault that {@code key} is not what it should be. */
  public Fault wrong(String key, String expected) {
    return has(key)
        ? fault("%s must be %s, not %s".formatted(at(key), expected, values.get(key)))
        : fault("%s is missing; %s is expected".formatted(at(key), expected));
  }

  private List<?> elements(String key, String expected) {
    return switch (values.get(key)) {
      case null -> List.of();
      case List<?> list -> list;
      default -> throw wrong(key, expected);
    };
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

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private Fault fault(String message) {
    return origin.fault().apply(origin.prefix() + message);
  }

  private static String names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Section::nameOf)
        .collect(Collectors.joining(", "));
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
