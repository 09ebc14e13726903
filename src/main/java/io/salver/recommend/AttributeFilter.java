package io.salver.recommend;

import java.util.List;

/**
 * What an attribute must be for an item to be answered. The family is closed. An item without the
 * attribute passes {@link NoneOf} and nothing else.
 */
public sealed interface AttributeFilter {

  /** One of these values; of an attribute with several values, at least one of them. */
  record AnyOf(List<String> values) implements AttributeFilter {

    /** Copies the list. */
    public AnyOf {
      values = List.copyOf(values);
    }
  }

  /** None of these values; of an attribute with several values, not one of them. */
  record NoneOf(List<String> values) implements AttributeFilter {

    /** Copies the list. */
    public NoneOf {
      values = List.copyOf(values);
    }
  }

  /** A number between both ends, inclusive; an open end is infinite. */
  record Range(double min, double max) implements AttributeFilter {}

  /** All of these at once, for example one of some values and none of others. */
  record AllOf(List<AttributeFilter> filters) implements AttributeFilter {

    /** Copies the list. */
    public AllOf {
      filters = List.copyOf(filters);
    }
  }
}
