package io.salver.recommend.pipeline;

import io.salver.recommend.Stage;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.NumberColumn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * The most popular items that may be answered, for users of whom nothing is known and where models
 * cannot answer. The narrowest believed segment of the user decides; an item that the segment does
 * not know has {@value #BACK_OFF} of its share in the next wider one ("stupid back-off", Brants et
 * al., 2007). The widest segment is everybody: the named column where there is one, what was
 * counted otherwise. Without segments the column alone is the score, and without a column items
 * come in the order of the catalogue.
 *
 * <p>Thread-safe; reads the catalogue as it is, so it costs time in proportion to its size.
 */
final class PopularitySource implements CandidateSource {

  private static final double BACK_OFF = 0.4;

  private final IdDirectory ids;
  private final Optional<NumberColumn> column;
  private final Optional<SegmentPopularity> segments;

  PopularitySource(
      IdDirectory ids, Optional<NumberColumn> column, Optional<SegmentPopularity> segments) {
    this.ids = ids;
    this.column = column;
    this.segments = segments;
  }

  @Override
  public Candidates retrieve(Query query, Eligibility eligible, StageLog log, Call call) {
    IntPredicate wanted = row -> eligible.allows(row) && ids.id(row) > 0;
    BestRows best = new BestRows(Math.min(query.request().candidates(), ids.size()));
    List<RowCounts> chain = chain(query);
    double factor = 1;
    for (int i = 0; i < chain.size(); i++) {
      List<RowCounts> narrower = chain.subList(0, i);
      chain.get(i).offer(row -> isUnknown(row, narrower) && wanted.test(row), factor, best);
      factor *= BACK_OFF;
    }
    offerEverything(chain, factor, wanted, best);
    BestRows.Best found = best.drain();
    for (int i = 0; i < found.scores().length; i++) {
      found.scores()[i] = Math.max(0, found.scores()[i]);
    }
    log.end(Stage.RETRIEVE, eligible.kept(), found.rows().length, "candidates");
    return Candidates.found(found.rows(), found.scores(), ids);
  }

  /** What was counted in the user's segments; not that of everybody where a column says it. */
  private List<RowCounts> chain(Query query) {
    if (segments.isEmpty()) {
      return List.of();
    }
    SegmentPopularity counted = segments.get();
    List<RowCounts> chain = counted.chain(user(query.raw(), counted.segments()));
    return column.isPresent() ? chain.subList(0, chain.size() - 1) : chain;
  }

  /** Offers what no segment knows: by the column, items without a number behind all others. */
  private void offerEverything(
      List<RowCounts> chain, double factor, IntPredicate wanted, BestRows best) {
    double scale = chain.isEmpty() ? 1 : factor / Math.max(1e-9, columnTotal());
    for (int row = 0; row < ids.limit(); row++) {
      double number = column.isPresent() ? column.get().number(row) : 0;
      float score = Double.isNaN(number) ? Float.NEGATIVE_INFINITY : (float) (scale * number);
      if (best.wants(score) && isUnknown(row, chain) && wanted.test(row)) {
        best.offer(row, score);
      }
    }
  }

  private double columnTotal() {
    double total = 0;
    for (int row = 0; row < ids.limit(); row++) {
      double number = column.isPresent() ? column.get().number(row) : 0;
      total += number > 0 ? number : 0;
    }
    return total;
  }

  private static boolean isUnknown(int row, List<RowCounts> segments) {
    for (RowCounts counts : segments) {
      if (counts.weight(row) > 0) {
        return false;
      }
    }
    return true;
  }

  private static List<String> user(Map<String, Value> raw, List<String> segments) {
    return segments.stream()
        .map(
            name ->
                Stream.of("user.", "context.")
                    .map(owner -> raw.get(owner + name))
                    .filter(value -> value != null)
                    .map(PopularitySource::spell)
                    .findFirst()
                    .orElse(""))
        .toList();
  }

  /** The word of a value as segments know it. */
  static String spell(Value value) {
    return switch (value) {
      case Value.Text text -> text.text();
      case Value.Real real -> Value.spell(real.number());
      case Value.Texts texts -> String.join("|", texts.texts());
    };
  }
}
