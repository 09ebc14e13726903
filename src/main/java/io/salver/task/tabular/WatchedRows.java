package io.salver.task.tabular;

import io.salver.monitor.FeatureValue;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import io.salver.table.Cell;
import io.salver.table.Feature;
import io.salver.table.FeatureType;
import io.salver.table.SeenCells;
import io.salver.task.WatchedClasses;
import io.salver.task.Watching.Seen;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is watched of rows, under the names that their profiles have: each cell under the name of
 * its feature, of a date also its {@code NAME.month}, of a text its {@code NAME.characters}, of a
 * picture {@code NAME.mean} and {@code NAME.deviation}; {@code label} and {@code confidence}, or
 * {@code value}. Stateless.
 */
final class WatchedRows {

  private static final FeatureValue WRONG = new FeatureValue.Wrong();

  private static final int SECONDS_PER_DAY = 86_400;

  private WatchedRows() {}

  /** Rows that were answered, one by one. */
  static List<Seen> answered(SeenCells cells, SeenPictures pictures, List<RowAnswer> answers) {
    List<Seen> seen = new ArrayList<>(answers.size());
    for (int row = 0; row < answers.size(); row++) {
      Sample.Builder sample = sample(cells, pictures, row);
      Optional<Predicted> predicted = predicted(answers.get(row), sample);
      seen.add(new Seen(sample.build(), predicted));
    }
    return seen;
  }

  /** Rows of a request that is refused. */
  static List<Seen> refused(SeenCells cells, SeenPictures pictures) {
    List<Seen> seen = new ArrayList<>(cells.rows());
    for (int row = 0; row < cells.rows(); row++) {
      seen.add(new Seen(sample(cells, pictures, row).build(), Optional.empty()));
    }
    return seen;
  }

  private static Optional<Predicted> predicted(RowAnswer answer, Sample.Builder sample) {
    return switch (answer) {
      case RowAnswer.Classified classified -> {
        WatchedClasses.add(classified.classes(), sample);
        yield Optional.of(WatchedClasses.predicted(classified.classes()));
      }
      case RowAnswer.Valued valued -> {
        sample.prediction("value", valued.value());
        yield Optional.of(
            new Predicted.Value(
                valued.value(),
                valued
                    .spread()
                    .flatMap(Spread::interval)
                    .map(each -> new Predicted.Interval(each.low(), each.high(), each.level()))));
      }
      case RowAnswer.Refused _ -> Optional.empty();
    };
  }

  /** The features of rows that no model has seen; nothing of pictures. */
  static Sample.Builder sample(SeenCells cells, int row) {
    return sample(cells, new SeenPictures(), row);
  }

  private static Sample.Builder sample(SeenCells cells, SeenPictures pictures, int row) {
    Sample.Builder sample = Sample.builder();
    List<Feature> features = cells.features();
    for (int i = 0; i < features.size(); i++) {
      Feature feature = features.get(i);
      if (feature.type() == FeatureType.IMAGE) {
        addPicture(feature.name(), cells.cell(i, row), pictures, row, sample);
      } else {
        add(feature, cells.cell(i, row), sample);
      }
    }
    return sample;
  }

  private static void add(Feature feature, Cell cell, Sample.Builder sample) {
    switch (feature.type()) {
      case NUMBER, INTEGER, BOOLEAN, CATEGORY -> sample.feature(feature.name(), value(cell));
      case DATE -> {
        sample.feature(feature.name(), value(cell));
        sample.feature(feature.name() + ".month", month(cell, feature.days()));
      }
      case TEXT -> sample.feature(feature.name() + ".characters", length(cell));
      case IMAGE -> throw new IllegalArgumentException("a picture is no value");
    }
  }

  private static void addPicture(
      String feature, Cell cell, SeenPictures pictures, int row, Sample.Builder sample) {
    switch (cell) {
      case Cell.Absent _ -> SeenPictures.addBoth(feature, FeatureValue.MISSING, sample);
      case Cell.Text _, Cell.Bytes _ -> pictures.add(row, feature, sample);
      case Cell.Whole _, Cell.Real _, Cell.Flag _, Cell.Moment _, Cell.Other _ ->
          SeenPictures.addBoth(feature, WRONG, sample);
    }
  }

  static FeatureValue value(Cell cell) {
    return switch (cell) {
      case Cell.Absent _ -> FeatureValue.MISSING;
      case Cell.Whole(long value) -> new FeatureValue.Numeric(value);
      case Cell.Real(double value) -> new FeatureValue.Numeric(value);
      case Cell.Flag(boolean value) -> new FeatureValue.Category(Boolean.toString(value));
      case Cell.Text(String value) ->
          value.isEmpty() ? FeatureValue.MISSING : new FeatureValue.Category(value);
      case Cell.Moment _, Cell.Bytes _, Cell.Other _ -> WRONG;
    };
  }

  /** Year and month as ISO 8601 writes them. */
  private static FeatureValue month(Cell cell, boolean inDays) {
    if (!(cell instanceof Cell.Real(double moment))) {
      return value(cell);
    }
    long day = inDays ? (long) moment : Math.floorDiv((long) moment, SECONDS_PER_DAY);
    return new FeatureValue.Category(YearMonth.from(LocalDate.ofEpochDay(day)).toString());
  }

  private static FeatureValue length(Cell cell) {
    return cell instanceof Cell.Text(String text)
        ? new FeatureValue.Numeric(text.codePointCount(0, text.length()))
        : cell instanceof Cell.Absent ? FeatureValue.MISSING : WRONG;
  }
}
