package io.salver.api.rest;

import io.salver.api.task.TaskArguments;
import io.salver.table.RowLimits;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may be said at one path.
 *
 * @param parameters the names that a query, a form or JSON may have
 * @param nested those of them whose values may be lists of lists, or of objects
 * @param files the names of files; a body that is neither form nor JSON is the one file, where
 *     there is one
 * @param plain the parameter that a body of plain text is, where that may be
 * @param rows the limits of the rows that JSON may have as rows, row or columns, where it may
 * @param most how many values and files at most
 */
record TaskFields(
    Set<String> parameters,
    Set<String> nested,
    List<String> files,
    Optional<String> plain,
    Optional<RowLimits> rows,
    int most) {

  /** Scalars, and files. */
  static TaskFields ofFiles(Set<String> parameters, List<String> files) {
    return new TaskFields(
        parameters, Set.of(), files, Optional.empty(), Optional.empty(), TaskArguments.FEW);
  }

  /** Texts, many at a time. */
  static TaskFields ofTexts(Set<String> parameters, Set<String> nested, Optional<String> plain) {
    return new TaskFields(
        parameters, nested, List.of(), plain, Optional.empty(), TaskArguments.MANY);
  }

  /** Rows, of which a body that is no JSON is a file. */
  static TaskFields ofRows(
      Set<String> parameters, Set<String> nested, String file, RowLimits limits) {
    return new TaskFields(
        parameters,
        nested,
        List.of(file),
        Optional.empty(),
        Optional.of(limits),
        TaskArguments.FEW);
  }
}
