package io.salver.recommend.pipeline;

import io.salver.recommend.Stage;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.IdDirectory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The most popular items that may be answered, for users of whom nothing is known. Immutable and
 * thread-safe.
 */
final class PopularitySource implements CandidateSource {

  private final int[] order;
  private final float[] popularity;

  private final IdDirectory ids;

  private PopularitySource(int[] order, float[] popularity, IdDirectory ids) {
    this.ids = ids;
    this.order = order;
    this.popularity = popularity;
  }

  /** In the order of that column, ties in the order of the catalogue, missing values last. */
  static PopularitySource by(Column.Numbers column, IdDirectory ids) {
    int items = ids.size();
    float[] popularity = new float[items];
    for (int row = 0; row < items; row++) {
      double number = column.number(row);
      popularity[row] = Double.isNaN(number) ? 0f : (float) number;
    }
    int[] order =
        IntStream.range(0, items)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> -orLowest(column.number(row))))
            .mapToInt(Integer::intValue)
            .toArray();
    return new PopularitySource(order, popularity, ids);
  }

  /** In the order of the catalogue. */
  static PopularitySource inOrder(IdDirectory ids) {
    int items = ids.size();
    return new PopularitySource(IntStream.range(0, items).toArray(), new float[items], ids);
  }

  @Override
  public Candidates retrieve(Query query, Eligibility eligible, StageLog log, Call call) {
    int[] rows =
        Arrays.stream(order).filter(eligible::allows).limit(query.request().candidates()).toArray();
    float[] scores = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      scores[i] = popularity[rows[i]];
    }
    log.end(Stage.RETRIEVE, eligible.kept(), rows.length, "candidates");
    return Candidates.found(rows, scores, ids);
  }

  private static double orLowest(double number) {
    return Double.isNaN(number) ? Double.NEGATIVE_INFINITY : number;
  }
}
