package io.salver.recommend.filter;

import io.salver.recommend.AttributeFilter;
import io.salver.recommend.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A condition on single values, compiled once: for the few rows or features of a request, whatever
 * the catalogue learns meanwhile. It holds of a value that is missing only if the filter is none of
 * some values. Numbers equal the words that spell them. Immutable and thread-safe.
 */
public final class ValueFilter {

  private final Predicate<Optional<Value>> holds;

  private ValueFilter(Predicate<Optional<Value>> holds) {
    this.holds = holds;
  }

  /** Compiles a filter. */
  public static ValueFilter of(AttributeFilter filter) {
    return new ValueFilter(compile(filter));
  }

  /** Whether it holds of that value. */
  public boolean test(Optional<Value> value) {
    return holds.test(value);
  }

  private static Predicate<Optional<Value>> compile(AttributeFilter filter) {
    return switch (filter) {
      case AttributeFilter.AnyOf anyOf -> isAnyOf(anyOf.values());
      case AttributeFilter.NoneOf noneOf -> isAnyOf(noneOf.values()).negate();
      case AttributeFilter.Range range ->
          value ->
              value.isPresent()
                  && value.get() instanceof Value.Real real
                  && real.number() >= range.min()
                  && real.number() <= range.max();
      case AttributeFilter.AllOf allOf -> {
        List<Predicate<Optional<Value>>> parts = new ArrayList<>();
        allOf.filters().forEach(part -> parts.add(compile(part)));
        yield value -> parts.stream().allMatch(part -> part.test(value));
      }
    };
  }

  private static Predicate<Optional<Value>> isAnyOf(List<String> values) {
    Set<String> words = new HashSet<>(values);
    Set<Double> numbers = new HashSet<>();
    values.forEach(word -> number(word).ifPresent(numbers::add));
    return value -> value.isPresent() && isAnyOf(value.get(), words, numbers);
  }

  private static boolean isAnyOf(Value value, Set<String> words, Set<Double> numbers) {
    return switch (value) {
      case Value.Text text -> words.contains(text.text());
      case Value.Real real -> numbers.contains(real.number() + 0.0);
      case Value.Texts texts -> texts.texts().stream().anyMatch(words::contains);
    };
  }

  private static Optional<Double> number(String word) {
    try {
      return Optional.of(Double.parseDouble(word) + 0.0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
