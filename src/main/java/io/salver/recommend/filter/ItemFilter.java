package io.salver.recommend.filter;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.Table;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * One condition on an attribute, compiled against the catalogue for one request: words are looked
 * up in the dictionary once, so that a test of a row reads a code and a bit. A word that the
 * dictionary learns afterwards counts as unwanted.
 *
 * @param name what removed an item, in stage reports
 * @param keeps whether the item in that row may stay
 */
public record ItemFilter(String name, IntPredicate keeps) {

  /**
   * Compiles a filter on an attribute of {@code items}.
   *
   * @param field what the filter is called in messages, for example {@code filter.price}
   * @throws InvalidInput when there is no such attribute or it is of another kind
   */
  public static ItemFilter of(String field, String attribute, AttributeFilter filter, Table items) {
    Column column =
        items
            .find(attribute)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        field
                            + ": there is no attribute '"
                            + attribute
                            + "'"
                            + Nearest.hint(attribute, items.names())));
    return new ItemFilter(attribute, compile(field, column, filter));
  }

  private static IntPredicate compile(String field, Column column, AttributeFilter filter) {
    return switch (filter) {
      case AttributeFilter.AnyOf anyOf -> anyOf(field, column, anyOf.values());
      case AttributeFilter.NoneOf noneOf -> noneOf(field, column, noneOf.values());
      case AttributeFilter.Range range -> {
        if (!(column instanceof Column.Numbers numbers)) {
          throw new InvalidInput(
              field + " is " + column.kind() + " and expects a list of values, received a range");
        }
        yield row -> {
          double number = numbers.number(row);
          return number >= range.min() && number <= range.max();
        };
      }
      case AttributeFilter.AllOf allOf -> all(field, column, allOf.filters());
    };
  }

  private static IntPredicate all(String field, Column column, List<AttributeFilter> filters) {
    IntPredicate all = row -> true;
    for (AttributeFilter filter : filters) {
      all = all.and(compile(field, column, filter));
    }
    return all;
  }

  private static IntPredicate anyOf(String field, Column column, List<String> values) {
    return switch (column) {
      case Column.Texts texts -> {
        boolean[] wanted = named(texts.dictionary(), values);
        yield row -> isOneOf(wanted, texts.code(row));
      }
      case Column.TextLists lists -> {
        boolean[] wanted = named(lists.dictionary(), values);
        yield row -> hasOneOf(wanted, lists.codes(row));
      }
      case Column.Numbers numbers -> {
        double[] wanted = numbers(field, values);
        yield row -> Arrays.binarySearch(wanted, numbers.number(row)) >= 0;
      }
    };
  }

  private static IntPredicate noneOf(String field, Column column, List<String> values) {
    return switch (column) {
      case Column.Texts texts -> {
        boolean[] allowed = others(texts.dictionary(), values);
        yield row -> isOneOf(allowed, texts.code(row));
      }
      case Column.TextLists lists -> {
        boolean[] allowed = others(lists.dictionary(), values);
        yield row -> hasOnly(allowed, lists.codes(row));
      }
      case Column.Numbers numbers -> {
        double[] unwanted = numbers(field, values);
        yield row -> Arrays.binarySearch(unwanted, numbers.number(row)) < 0;
      }
    };
  }

  /** By code, whether it is the code of one of {@code values}. */
  private static boolean[] named(List<String> dictionary, List<String> values) {
    Set<String> words = new HashSet<>(values);
    boolean[] named = new boolean[dictionary.size() + 1];
    for (int code = 1; code < named.length; code++) {
      named[code] = words.contains(dictionary.get(code - 1));
    }
    return named;
  }

  /** By code, whether it is not the code of one of {@code values}; a missing value is not. */
  private static boolean[] others(List<String> dictionary, List<String> values) {
    boolean[] others = named(dictionary, values);
    for (int code = 0; code < others.length; code++) {
      others[code] = !others[code];
    }
    return others;
  }

  private static boolean isOneOf(boolean[] codes, int code) {
    return code < codes.length && codes[code];
  }

  private static boolean hasOneOf(boolean[] wanted, int[] codes) {
    for (int code : codes) {
      if (isOneOf(wanted, code)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasOnly(boolean[] allowed, int[] codes) {
    for (int code : codes) {
      if (!isOneOf(allowed, code)) {
        return false;
      }
    }
    return true;
  }

  private static double[] numbers(String field, List<String> values) {
    double[] numbers = values.stream().mapToDouble(value -> number(field, value)).toArray();
    Arrays.sort(numbers);
    return numbers;
  }

  private static double number(String field, String value) {
    try {
      double number = Double.parseDouble(value);
      if (!Double.isNaN(number)) {
        return number == 0 ? 0 : number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new InvalidInput(field + " is a number, received '" + value + "'");
  }
}
