package io.salver.task.tabular;

import io.salver.fault.InvalidInput;
import io.salver.model.Signature;
import io.salver.settings.Section;
import io.salver.tensor.Tensors;
import java.util.List;
import java.util.Optional;

/**
 * Values from an output of one number a row, or from their distribution.
 *
 * @param output the value; absent: the distribution's own middle
 * @param spread the distribution, where the model gives one
 */
record ValueReading(
    Optional<NumberOutput> output, Optional<SpreadReading> spread, Optional<String> unit)
    implements AnswerReading {

  static ValueReading read(Section settings, Signature signature) {
    Optional<SpreadReading> spread = SpreadReading.read(settings, signature);
    boolean isOwn = spread.filter(each -> each.hasMiddle()).isPresent() && !settings.has("output");
    Optional<NumberOutput> output =
        isOwn
            ? Optional.empty()
            : Optional.of(
                NumberOutput.find(settings, "output", List.of("value"), signature)
                    .require(1, "value"));
    return new ValueReading(output, spread, settings.text("unit"));
  }

  @Override
  public double[] targets(Tensors outputs, int rows, int row) {
    return new double[] {
      output.isPresent()
          ? output.get().row(outputs, rows, row)[0]
          : spread.orElseThrow().middle(outputs, rows, row)
    };
  }

  @Override
  public RowAnswer answer(Tensors outputs, int rows, int row, Abstain abstain) {
    Optional<Spread> found = spread.map(each -> each.spread(outputs, rows, row));
    return new RowAnswer.Valued(
        targets(outputs, rows, row)[0],
        found,
        Optional.empty(),
        found.flatMap(Spread::interval).flatMap(interval -> abstained(interval, abstain)));
  }

  @Override
  public List<String> labels() {
    return List.of();
  }

  @Override
  public void check(Abstain abstain) {
    if (abstain.below().isPresent()) {
      throw new InvalidInput("abstain.below is for classes; this model's answers are values");
    }
    if (abstain.wider().isPresent() && spread.flatMap(SpreadReading::interval).isEmpty()) {
      throw new InvalidInput("abstain.wider needs an interval, and this model gives none");
    }
  }

  private static Optional<String> abstained(Spread.Interval interval, Abstain abstain) {
    return abstain.wider().isPresent() && interval.width() > abstain.wider().getAsDouble()
        ? Optional.of(
            "the interval of probability %s is %.4g wide, which is wider than %s"
                .formatted(interval.level(), interval.width(), abstain.wider().getAsDouble()))
        : Optional.empty();
  }
}
