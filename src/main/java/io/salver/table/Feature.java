package io.salver.table;

import io.salver.tensor.DataType;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a model knows of a row. Immutable.
 *
 * @param name of the column of rows that holds it
 * @param input the tensor that it becomes a part of
 * @param dataType of that tensor
 * @param column its place among the features of that tensor
 * @param unit of its numbers, for people
 * @param range where its numbers are expected to be
 * @param values the categories by index; empty where any string may come
 * @param days whether a date is counted in days, not in seconds
 * @param defaultValue what stands for a cell that is not there, where {@code missing} says so
 * @param description for people
 */
public record Feature(
    String name,
    FeatureType type,
    String input,
    DataType dataType,
    int column,
    Optional<String> unit,
    Optional<Range> range,
    List<String> values,
    boolean days,
    Missing missing,
    Unknown unknown,
    OutOfRange outOfRange,
    Optional<Cell> defaultValue,
    Optional<String> description) {

  /** Copies the list. */
  public Feature {
    values = List.copyOf(values);
  }

  /** Whether every row must hold it. */
  public boolean isRequired() {
    return missing == Missing.ERROR;
  }
}
