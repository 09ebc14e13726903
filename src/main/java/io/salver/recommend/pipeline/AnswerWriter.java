package io.salver.recommend.pipeline;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.recommend.Recommendation;
import io.salver.recommend.Recommendation.FeatureExplanation;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.feature.EncodingPlan;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.FeatureSet;
import io.salver.recommend.feature.Owner;
import io.salver.recommend.feature.Rows;
import io.salver.recommend.rerank.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Turns selected candidates into items with attributes and explanations. Immutable. */
final class AnswerWriter {

  private final Table items;
  private final EncodingPlan ranker;
  private final Map<String, Column> itemFeatureColumns = new HashMap<>();

  AnswerWriter(Table items, FeatureSet features, EncodingPlan ranker) {
    this.items = items;
    this.ranker = ranker;
    for (Feature.Owned feature : features.owned(Owner.ITEM)) {
      items
          .find(feature.column())
          .ifPresent(column -> itemFeatureColumns.put(feature.name(), column));
    }
  }

  /**
   * The columns of these attributes, in order.
   *
   * @throws InvalidInput when there is no such attribute
   */
  SequencedMap<String, Column> columns(List<String> attributes) {
    SequencedMap<String, Column> columns = new LinkedHashMap<>();
    for (String attribute : attributes) {
      Column column =
          items
              .find(attribute)
              .orElseThrow(
                  () ->
                      new InvalidInput(
                          "attributes: there is no attribute '"
                              + attribute
                              + "'"
                              + Nearest.hint(attribute, items.names())));
      columns.put(attribute, column);
    }
    return columns;
  }

  /**
   * The selected candidates as items, in order; those whose row holds another item or none by now
   * are left out.
   *
   * @param explained for whom the ranker's features are explained; absent: for nobody
   */
  List<Recommendation.Item> write(
      Candidates candidates,
      Selection selection,
      SequencedMap<String, Column> attributes,
      Optional<Query> explained) {
    List<Recommendation.Item> written = new ArrayList<>(selection.places().size());
    for (Selection.Placed placed : selection.places()) {
      int position = placed.candidate();
      int row = candidates.rows()[position];
      SequencedMap<String, Value> values = attributes(row, attributes);
      List<FeatureExplanation> explanation =
          explained.map(query -> explain(query, candidates, position)).orElse(List.of());
      long id = candidates.ids()[position];
      if (items.ids().id(row) == id) {
        written.add(
            new Recommendation.Item(
                id,
                selection.scores()[position],
                candidates.retrievalScores()[position],
                candidates.retrievalRank(position),
                placed.placement(),
                values,
                explanation));
      }
    }
    return written;
  }

  private static SequencedMap<String, Value> attributes(
      int row, SequencedMap<String, Column> columns) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    columns.forEach(
        (name, column) -> column.value(row).ifPresent(value -> values.put(name, value)));
    return values;
  }

  private List<FeatureExplanation> explain(Query query, Candidates candidates, int position) {
    if (candidates.retrievalRank(position) == 0) {
      return List.of();
    }
    int row = candidates.rows()[position];
    Rows one =
        new Rows(
            query.user(), new int[] {row}, new float[] {candidates.retrievalScores()[position]}, 1);
    List<FeatureExplanation> features = new ArrayList<>();
    ranker
        .explain(one)
        .getFirst()
        .forEach(
            (name, numbers) ->
                features.add(new FeatureExplanation(name, raw(query, name, row), numbers)));
    return features;
  }

  private Optional<Value> raw(Query query, String feature, int itemRow) {
    Column column = itemFeatureColumns.get(feature);
    return column == null ? Optional.ofNullable(query.raw().get(feature)) : column.value(itemRow);
  }
}
