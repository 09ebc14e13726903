package io.salver.recommend.pipeline;

import io.salver.recommend.Recommendation;
import io.salver.recommend.Stage;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.rerank.ItemVectors;
import io.salver.recommend.rerank.Rerank;
import io.salver.recommend.rerank.Selection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Selects the answer among scored candidates and writes it. Immutable and thread-safe. */
final class LastStage {

  private static final String GONE = "gone";

  private final AnswerWriter writer;
  private final IdDirectory ids;

  LastStage(AnswerWriter writer, IdDirectory ids) {
    this.writer = writer;
    this.ids = ids;
  }

  /**
   * What is to be selected from and how.
   *
   * @param attributes that every item carries
   * @param explained for whom the ranker's features are explained; absent: for nobody
   */
  record Task(
      int k, Rerank rerank, SequencedMap<String, Column> attributes, Optional<Query> explained) {}

  /** Selects, writes, and ends the stage. */
  @SuppressWarnings("ReferenceEquality") // the same array where nothing was added
  List<Recommendation.Item> run(
      Task task,
      Candidates found,
      float[] scores,
      Eligibility eligible,
      ItemVectors vectors,
      StageLog log) {
    Candidates candidates = found.with(task.rerank().pins(task.k(), eligible::allows), ids);
    float[] padded = candidates == found ? scores : Candidates.padded(scores, candidates.count());
    Selection selection = task.rerank().select(task.k(), candidates.rows(), padded, vectors);
    List<Recommendation.Item> items =
        writer.write(candidates, selection, task.attributes(), task.explained());
    SequencedMap<String, Integer> removed = new LinkedHashMap<>(selection.removed());
    int gone = selection.places().size() - items.size();
    if (gone > 0) {
      removed.merge(GONE, gone, Integer::sum);
    }
    log.end(
        Stage.RERANK,
        candidates.count(),
        items.size(),
        removed,
        selection.moved(),
        selection.measures());
    return items;
  }
}
