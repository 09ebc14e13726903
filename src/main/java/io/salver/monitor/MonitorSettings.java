package io.salver.monitor;

import io.salver.monitor.drift.DriftPolicy;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How a model is watched: what {@code monitor} in its {@code model.yaml} says. Immutable.
 *
 * @param isEnabled whether it is watched at all
 * @param sample the share of runs that is looked at, from 0 to 1
 * @param window the span of time that is compared
 * @param drift what is called a drift
 * @param mostFeatures most features, predictions and embeddings that are counted; the others'
 *     values are ignored. Those of the profile come first
 * @param features what differs for single features
 */
public record MonitorSettings(
    boolean isEnabled,
    double sample,
    WindowSettings window,
    DriftPolicy drift,
    int mostFeatures,
    Map<String, FeatureSettings> features) {

  /** What holds where {@code model.yaml} says nothing. */
  public static final MonitorSettings DEFAULT =
      new MonitorSettings(true, 1, WindowSettings.DEFAULT, DriftPolicy.DEFAULT, 200, Map.of());

  /** Copies the map. */
  public MonitorSettings {
    features = Map.copyOf(features);
  }

  /**
   * What differs for one feature.
   *
   * @param isWatched false: its values are not counted
   * @param threshold the least effect of the deciding test that matters; absent: as for all
   */
  public record FeatureSettings(boolean isWatched, OptionalDouble threshold) {

    /** Nothing. */
    public static final FeatureSettings DEFAULT = new FeatureSettings(true, OptionalDouble.empty());
  }

  /** What holds for a feature. */
  public FeatureSettings feature(String name) {
    return features.getOrDefault(name, FeatureSettings.DEFAULT);
  }
}
