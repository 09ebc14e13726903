package io.salver.recommend;

import io.salver.fault.InvalidInput;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Checks of single fields of requests, named as both protocols name them. Every method throws
 * InvalidInput that tells the field, what it expects and what came.
 */
final class RequestFields {

  private RequestFields() {}

  static <V> Map<String, V> limited(String field, Map<String, V> map, int limit) {
    atMost(field, map.size(), limit);
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  static Map<String, AttributeFilter> filters(Map<String, AttributeFilter> byAttribute) {
    Map<String, AttributeFilter> filters =
        limited("filter", byAttribute, RecommendationRequest.MAX_FILTERS);
    filters.forEach((attribute, filter) -> check("filter." + attribute, filter));
    return filters;
  }

  static List<String> attributes(Collection<String> names) {
    atMost("attributes", names.size(), RecommendationRequest.MAX_ATTRIBUTES);
    return List.copyOf(new LinkedHashSet<>(names));
  }

  static List<Long> ids(String field, Collection<Long> items, int limit) {
    atMost(field, items.size(), limit);
    List<Long> ids = List.copyOf(items);
    for (int i = 0; i < ids.size(); i++) {
      positive(field + "[" + i + "]", ids.get(i));
    }
    return ids;
  }

  static long positive(String field, long id) {
    if (id < 1) {
      throw new InvalidInput(field + " expects a positive id, received " + id);
    }
    return id;
  }

  static int within(String field, long value, int min, int max) {
    if (value < min || value > max) {
      throw new InvalidInput(
          field + " must be within " + min + " and " + max + ", received " + value);
    }
    return (int) value;
  }

  static double share(String field, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidInput(field + " must be within 0 and 1, received " + value);
    }
    return value;
  }

  /** The number of candidates; where none was asked for, enough for {@code k}. */
  static int candidates(int candidates, boolean given, int k) {
    int wanted = given ? candidates : Math.max(candidates, k);
    if (wanted < k) {
      throw new InvalidInput("candidates must be at least k (" + k + "), received " + candidates);
    }
    return wanted;
  }

  private static void check(String field, AttributeFilter filter) {
    switch (filter) {
      case AttributeFilter.AnyOf anyOf -> values(field, anyOf.values());
      case AttributeFilter.NoneOf noneOf -> values(field, noneOf.values());
      case AttributeFilter.AllOf allOf -> {
        atMost(field, allOf.filters().size(), RecommendationRequest.MAX_FILTERS);
        allOf.filters().forEach(part -> check(field, part));
      }
      case AttributeFilter.Range range -> {
        if (Double.isNaN(range.min()) || Double.isNaN(range.max()) || range.min() > range.max()) {
          throw new InvalidInput(
              field
                  + " expects numbers with min <= max, received min "
                  + range.min()
                  + " and max "
                  + range.max());
        }
      }
    }
  }

  private static void values(String field, List<String> values) {
    atMost(field, values.size(), RecommendationRequest.MAX_FILTER_VALUES);
  }

  private static void atMost(String field, int size, int limit) {
    if (size > limit) {
      throw new InvalidInput(field + " takes at most " + limit + " entries, received " + size);
    }
  }
}
