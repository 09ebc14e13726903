package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.fault.Nearest;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.monitor.outcome.SliceSettings;
import io.salver.recommend.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The groups whose clicks are told apart: by the features of user and context that {@code
 * monitor.slices} names, otherwise by those that segment the popularity. Immutable.
 */
final class ListGroups {

  private final List<SliceSettings> slices;

  private ListGroups(List<SliceSettings> slices) {
    this.slices = slices;
  }

  /**
   * The groups of a recommender.
   *
   * @param features of requests, by their names in features.json
   * @throws BackendFailure when a slice is none of them
   */
  static ListGroups of(PipelinePolicy policy, List<String> features) {
    List<SliceSettings> declared = policy.quality().slices();
    for (SliceSettings slice : declared) {
      if (!features.contains(slice.feature())) {
        throw new BackendFailure(
            "monitor.slices expects features of user or context, received '%s'%s"
                .formatted(slice.feature(), Nearest.hint(slice.feature(), features)));
      }
    }
    return new ListGroups(declared.isEmpty() ? segments(policy, features) : declared);
  }

  /** The groups of a request. */
  Map<String, String> of(Query query) {
    Map<String, String> groups = new LinkedHashMap<>();
    for (SliceSettings slice : slices) {
      Value value = query.raw().get(slice.feature());
      groups.put(slice.feature(), slice.group(watched(Optional.ofNullable(value))));
    }
    return groups;
  }

  /** Segments are named by their columns. */
  private static List<SliceSettings> segments(PipelinePolicy policy, List<String> features) {
    List<SliceSettings> slices = new ArrayList<>();
    for (String segment : policy.popularity().segments()) {
      features.stream()
          .filter(name -> name.equals(segment) || name.endsWith("." + segment))
          .limit(Math.max(0, OutcomeSettings.MOST_SLICES - slices.size()))
          .findFirst()
          .ifPresent(name -> slices.add(new SliceSettings(name, List.of())));
    }
    return slices;
  }

  private static FeatureValue watched(Optional<Value> value) {
    if (value.isEmpty()) {
      return FeatureValue.MISSING;
    }
    return switch (value.get()) {
      case Value.Text(String text) -> new FeatureValue.Category(text);
      case Value.Real(double number) -> new FeatureValue.Numeric(number);
      case Value.Texts(List<String> texts) ->
          texts.isEmpty() ? FeatureValue.MISSING : new FeatureValue.Category(texts.getFirst());
    };
  }
}
