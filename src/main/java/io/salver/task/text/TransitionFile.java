package io.salver.task.text;

import io.salver.fault.BackendFailure;
import io.salver.model.TextFiles;
import io.salver.settings.Section;
import io.salver.text.Transitions;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the transitions of a conditional random field: a line for the scores of each label as the
 * first, one for the last, then one for each label before each.
 */
final class TransitionFile {

  private static final int BETWEEN = 2;

  private TransitionFile() {}

  static Transitions read(Section settings, TextFiles texts, int labels) {
    List<String> lines =
        texts
            .find(TextFiles.TRANSITIONS)
            .orElseThrow(
                () ->
                    settings.wrong(
                        "transitions",
                        "the name of a file of %d lines of %d numbers"
                            .formatted(labels + BETWEEN, labels)));
    if (lines.size() != labels + BETWEEN) {
      throw new BackendFailure(
          "model.yaml: postprocess.transitions has %d lines; %d are expected for %d labels"
              .formatted(lines.size(), labels + BETWEEN, labels));
    }
    double[][] rows = new double[lines.size()][];
    for (int line = 0; line < rows.length; line++) {
      rows[line] = row(lines.get(line), line + 1, labels);
    }
    return new Transitions(rows[0], rows[1], Arrays.copyOfRange(rows, BETWEEN, rows.length));
  }

  private static double[] row(String text, int line, int labels) {
    double[] row;
    try {
      row =
          text.isBlank()
              ? new double[0]
              : Arrays.stream(text.strip().split("[\\s,]+"))
                  .mapToDouble(Double::parseDouble)
                  .toArray();
    } catch (NumberFormatException wrong) {
      throw new BackendFailure(
          "model.yaml: postprocess.transitions has no numbers on line " + line, wrong);
    }
    if (row.length != labels || !Arrays.stream(row).allMatch(Double::isFinite)) {
      throw new BackendFailure(
          "model.yaml: postprocess.transitions has %d numbers on line %d; %d finite ones are expected"
              .formatted(row.length, line, labels));
    }
    return row;
  }
}
