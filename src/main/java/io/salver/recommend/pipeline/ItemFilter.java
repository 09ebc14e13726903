package io.salver.recommend.pipeline;

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
 * One condition on an attribute, compiled against the catalogue.
 *
 * @param name what removed an item, in stage reports
 * @param keeps whether the item in that row may stay
 */
record ItemFilter(String name, IntPredicate keeps) {

  /**
   * Compiles a filter of a request.
   *
   * @throws InvalidInput when there is no such attribute or it is of another kind
   */
  static ItemFilter of(String attribute, AttributeFilter filter, Table items) {
    Column column =
        items
            .find(attribute)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        "filter has no attribute '"
                            + attribute
                            + "'"
                            + Nearest.hint(attribute, items.names())));
    return new ItemFilter(attribute, compile("filter." + attribute, column, filter));
  }

  private static IntPredicate compile(String field, Column column, AttributeFilter filter) {
    return switch (filter) {
      case AttributeFilter.AnyOf anyOf -> compile(field, column, anyOf.values());
      case AttributeFilter.Range range -> {
        if (!(column instanceof Column.Numbers numbers)) {
          throw new InvalidInput(
              field + " is " + column.kind() + " and expects a list of values, received a range");
        }
        yield row -> numbers.number(row) >= range.min() && numbers.number(row) <= range.max();
      }
    };
  }

  private static IntPredicate compile(String field, Column column, List<String> values) {
    return switch (column) {
      case Column.Texts texts -> {
        boolean[] wanted = wanted(texts.dictionary(), values);
        yield row -> wanted[texts.code(row)];
      }
      case Column.TextLists lists -> {
        boolean[] wanted = wanted(lists.dictionary(), values);
        yield row -> anyOf(wanted, lists.codes(row));
      }
      case Column.Numbers numbers -> {
        double[] wanted = values.stream().mapToDouble(value -> number(field, value)).toArray();
        Arrays.sort(wanted);
        yield row -> Arrays.binarySearch(wanted, numbers.number(row)) >= 0;
      }
    };
  }

  private static boolean[] wanted(List<String> dictionary, List<String> values) {
    Set<String> wantedWords = new HashSet<>(values);
    boolean[] wanted = new boolean[dictionary.size() + 1];
    for (int i = 0; i < dictionary.size(); i++) {
      wanted[i + 1] = wantedWords.contains(dictionary.get(i));
    }
    return wanted;
  }

  private static boolean anyOf(boolean[] wanted, int[] codes) {
    for (int code : codes) {
      if (wanted[code]) {
        return true;
      }
    }
    return false;
  }

  private static double number(String field, String value) {
    try {
      double number = Double.parseDouble(value);
      if (!Double.isNaN(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new InvalidInput(field + " is a number, received '" + value + "'");
  }
}
