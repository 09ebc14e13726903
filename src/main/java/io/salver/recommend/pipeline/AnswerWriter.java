package io.salver.recommend.pipeline;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.recommend.Placement;
import io.salver.recommend.Recommendation;
import io.salver.recommend.Recommendation.FeatureExplanation;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.feature.EncodingPlan;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.FeatureSet;
import io.salver.recommend.feature.Owner;
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

  /** The candidates at these positions as items, in that order. */
  List<Recommendation.Item> write(
      Query query,
      Candidates candidates,
      float[] scores,
      int[] positions,
      SequencedMap<String, Column> attributes) {
    Candidates selected = candidates.at(positions);
    List<List<FeatureExplanation>> explanations = explain(query, selected);
    List<Recommendation.Item> written = new ArrayList<>(positions.length);
    for (int i = 0; i < positions.length; i++) {
      int row = selected.rows()[i];
      written.add(
          new Recommendation.Item(
              items.ids().id(row),
              scores[positions[i]],
              selected.retrievalScores()[i],
              positions[i] + 1,
              Placement.RANKED,
              attributes(row, attributes),
              explanations.get(i)));
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

  private List<List<FeatureExplanation>> explain(Query query, Candidates selected) {
    List<List<FeatureExplanation>> explanations = new ArrayList<>(selected.count());
    if (!query.request().explain() || query.byPopularity()) {
      for (int i = 0; i < selected.count(); i++) {
        explanations.add(List.of());
      }
      return explanations;
    }
    var encoded = ranker.explain(RankerScorer.rows(query, selected));
    for (int i = 0; i < selected.count(); i++) {
      int row = selected.rows()[i];
      List<FeatureExplanation> features = new ArrayList<>();
      encoded
          .get(i)
          .forEach(
              (name, numbers) ->
                  features.add(new FeatureExplanation(name, raw(query, name, row), numbers)));
      explanations.add(features);
    }
    return explanations;
  }

  private Optional<Value> raw(Query query, String feature, int itemRow) {
    Column column = itemFeatureColumns.get(feature);
    return column == null ? Optional.ofNullable(query.raw().get(feature)) : column.value(itemRow);
  }
}
