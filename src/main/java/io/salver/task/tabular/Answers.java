package io.salver.task.tabular;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.table.EncodedRows;
import io.salver.table.Feature;
import io.salver.table.Problems;
import io.salver.task.tabular.Explain.Method;
import io.salver.task.tabular.Explanation.Attribution;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plans the runs of a request and collects its answers: first those of all rows that can be read;
 * then, where sampling explains them, the values of the background rows and of the mixed rows of
 * one answer after the other. Not thread-safe.
 */
final class Answers {

  private final TabularPlan plan;
  private final EncodedRows rows;
  private final Problems problems;
  private final Abstain abstain;
  private final Optional<Explain> explain;
  private final @Nullable RowAnswer[] answers;
  private final double[][] targets;
  private final Optional<SampledExplanations> sampled;

  /** For {@code rows}, of which those in {@code problems} cannot be read. */
  Answers(
      TabularPlan plan,
      EncodedRows rows,
      Problems problems,
      Abstain abstain,
      Optional<Explain> explain) {
    this.plan = plan;
    this.rows = rows;
    this.problems = problems;
    this.abstain = abstain;
    this.explain = explain;
    this.answers = new RowAnswer[rows.count()];
    this.targets = new double[explain.isPresent() ? rows.count() : 0][];
    explain.ifPresent(this::check);
    this.sampled =
        explain
            .filter(each -> each.method() != Method.MODEL)
            .map(each -> new SampledExplanations(plan, rows, each, good().length));
  }

  /** The runs, each to be planned when those before it were read. */
  Iterator<Step> steps() {
    Iterator<Step> first = batches(rows, good(), this::read);
    return sampled.isEmpty() ? first : new Chain(first);
  }

  /** What became of every row. */
  List<RowAnswer> all() {
    List<RowAnswer> all = new ArrayList<>(answers.length);
    for (int row = 0; row < answers.length; row++) {
      RowAnswer answer = answers[row];
      all.add(
          answer == null ? new RowAnswer.Refused(problems.of(row), problems.more(row)) : answer);
    }
    return all;
  }

  /** Those {@code places} of {@code rows}, as many in one run as may be. */
  private Iterator<Step> batches(EncodedRows rows, int[] places, Step.Reader reader) {
    int most = plan.maxRows();
    return IntStream.range(0, Math.ceilDiv(places.length, most))
        .mapToObj(
            i ->
                new Step(
                    rows,
                    Arrays.copyOfRange(places, i * most, Math.min(places.length, (i + 1) * most)),
                    reader))
        .iterator();
  }

  private int[] good() {
    return IntStream.range(0, rows.count()).filter(row -> !problems.isBad(row)).toArray();
  }

  private void check(Explain asked) {
    if (!plan.methods().contains(asked.method())) {
      throw new InvalidInput(
          "explain.method is %s; this model's answers can be explained by %s"
              .formatted(
                  name(asked.method()),
                  plan.methods().isEmpty()
                      ? "none"
                      : plan.methods().stream().map(Answers::name).toList()));
    }
    asked
        .label()
        .filter(label -> !plan.reading().labels().contains(label))
        .ifPresent(
            label -> {
              throw new InvalidInput(
                  "explain.label is '%s'; the classes are %s"
                      .formatted(label, plan.reading().labels()));
            });
  }

  private static String name(Method method) {
    return method.name().toLowerCase(Locale.ROOT);
  }

  private void read(Tensors outputs, int[] places) {
    for (int at = 0; at < places.length; at++) {
      RowAnswer answer = plan.reading().answer(outputs, places.length, at, abstain);
      if (explain.isPresent()) {
        targets[places[at]] = plan.reading().targets(outputs, places.length, at);
        if (sampled.isEmpty()) {
          answer = explained(answer, own(outputs, places, at));
        }
      }
      answers[places[at]] = answer;
    }
  }

  /** What the model says itself. */
  private Explanation own(Tensors outputs, int[] places, int at) {
    double[] values = plan.attributions().orElseThrow().row(outputs, places.length, at);
    List<Feature> features = plan.schema().features();
    if (values.length != features.size()) {
      throw new BackendFailure(
          "the model gave %d attributions of %d features"
              .formatted(values.length, features.size()));
    }
    int target = target(places[at]);
    return new Explanation(
        Method.MODEL,
        label(target),
        targets[places[at]][target],
        OptionalDouble.empty(),
        IntStream.range(0, values.length)
            .mapToObj(
                i -> new Attribution(features.get(i).name(), values[i], OptionalDouble.empty()))
            .toList(),
        0);
  }

  /** Which of its targets is explained of a row. */
  private int target(int row) {
    List<String> labels = plan.reading().labels();
    return explain
        .flatMap(Explain::label)
        .map(labels::indexOf)
        .orElseGet(
            () ->
                IntStream.range(0, targets[row].length)
                    .reduce((best, each) -> targets[row][each] > targets[row][best] ? each : best)
                    .orElseThrow());
  }

  private Optional<String> label(int target) {
    List<String> labels = plan.reading().labels();
    return labels.isEmpty() ? Optional.empty() : Optional.of(labels.get(target));
  }

  private static RowAnswer explained(RowAnswer answer, Explanation explanation) {
    return switch (answer) {
      case RowAnswer.Classified classified ->
          new RowAnswer.Classified(
              classified.classes(), Optional.of(explanation), classified.abstained());
      case RowAnswer.Valued valued ->
          new RowAnswer.Valued(
              valued.value(), valued.spread(), Optional.of(explanation), valued.abstained());
      case RowAnswer.Refused refused -> refused;
    };
  }

  /** The answers, the background rows, then the mixed rows of each answer. */
  private final class Chain implements Iterator<Step> {

    private Iterator<Step> current;
    private int next = -1;

    Chain(Iterator<Step> first) {
      this.current = first;
    }

    @Override
    public boolean hasNext() {
      while (!current.hasNext() && next < rows.count()) {
        advance(sampled.orElseThrow());
      }
      return current.hasNext();
    }

    @Override
    public Step next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return current.next();
    }

    private void advance(SampledExplanations explanations) {
      if (next < 0) {
        EncodedRows background = plan.background().orElseThrow();
        int[] all = IntStream.range(0, background.count()).toArray();
        current = batches(background, all, explanations::readBackground);
      } else {
        RowAnswer answer = answers[next];
        if (answer != null) {
          int row = next;
          int target = target(row);
          SampledExplanations.Row mixed = explanations.row(row, target, targets[row][target]);
          int[] all = IntStream.range(0, mixed.rows().count()).toArray();
          current = batches(mixed.rows(), all, mixed::read);
          mixed.whenRead(
              explanation -> answers[row] = explained(answer, explanation), label(target));
        }
      }
      next++;
    }
  }
}
