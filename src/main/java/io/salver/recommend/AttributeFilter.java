package io.salver.recommend;

import java.util.List;

/**
 * What an attribute must be for an item to be answered. An item without the attribute never passes.
 */
public sealed interface AttributeFilter {

  /** One of these values; of an attribute with several values, at least one of them. */
  record AnyOf(List<String> values) implements AttributeFilter {

    /** Copies the list. */
    public AnyOf {
      values = List.copyOf(values);
    }
  }

  /** A number between both ends, inclusive; an open end is infinite. */
  record Range(double min, double max) implements AttributeFilter {}
}
