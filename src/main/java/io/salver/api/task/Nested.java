package io.salver.api.task;

import io.salver.api.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** One of several values of a parameter that is more than a scalar. */
public sealed interface Nested {

  /** How many scalars it has. */
  default int size() {
    return scalars().size();
  }

  /** What it is made of. */
  Collection<Parameter> scalars();

  /** A list, such as the words of one text. */
  record Items(List<Parameter> values) implements Nested {
    /** Copies the list. */
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public Collection<Parameter> scalars() {
      return values;
    }
  }

  /** An object, such as a question and where its answer stands. */
  record Fields(Map<String, Parameter> values) implements Nested {
    /** Copies the map. */
    public Fields {
      values = Map.copyOf(values);
    }

    @Override
    public Collection<Parameter> scalars() {
      return values.values();
    }
  }
}
