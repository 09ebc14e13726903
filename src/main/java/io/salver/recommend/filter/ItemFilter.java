package io.salver.recommend.filter;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.catalogue.AttributeKind;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.NumberColumn;
import io.salver.recommend.catalogue.Table;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * One condition on an attribute, compiled against the catalogue for one request: words are looked
 * up in the dictionary once, so that a test of a row reads a code and a bit.
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
      case AttributeFilter.NoneOf noneOf -> anyOf(field, column, noneOf.values()).negate();
      case AttributeFilter.Range range -> {
        if (!(column instanceof NumberColumn numbers)) {
          throw new InvalidInput(
              field
                  + " is "
                  + column.kind().label()
                  + " and expects a list of values, received a range");
        }
        yield numbers.isWithin(range.min(), range.max());
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
    if (column.kind() == AttributeKind.NUMBER) {
      values.forEach(value -> requireNumber(field, value));
    }
    return column.isAnyOf(values);
  }

  private static void requireNumber(String field, String value) {
    try {
      if (!Double.isNaN(Double.parseDouble(value))) {
        return;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new InvalidInput(field + " is a number, received '" + value + "'");
  }
}
