package io.salver.monitor;

import io.salver.model.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a model version now. Immutable.
 *
 * @param window the window that the statistics are of; the pane that is being filled is part of it,
 *     while decisions are taken at the end of a pane
 * @param samples runs in the window
 * @param lastDecision when decisions were taken last; absent before the first time
 * @param ignored values that were counted nowhere since the start, because there are too many
 *     features
 * @param features the inputs, predictions and embeddings, in the order of the profile, then in the
 *     order in which they came
 */
public record MonitorReport(
    ModelId model,
    Window window,
    long samples,
    Optional<Instant> lastDecision,
    long ignored,
    List<FeatureReport> features) {

  /** Copies the list. */
  public MonitorReport {
    features = List.copyOf(features);
  }

  /** Where the version stands. */
  public MonitorState state() {
    if (features.stream().noneMatch(feature -> feature.deciding().isPresent())) {
      return MonitorState.NO_REFERENCE;
    }
    if (features.stream().anyMatch(FeatureReport::isConspicuous)) {
      return MonitorState.DRIFTED;
    }
    return features.stream().allMatch(FeatureReport::isUndecided)
        ? MonitorState.TOO_FEW
        : MonitorState.OK;
  }

  /**
   * A span of time.
   *
   * @param name its length as people write it, for labels
   * @param from when the first of its panes began
   * @param until when the last of them ends or will end
   * @param pane how long each of its panes lasts
   */
  public record Window(String name, Instant from, Instant until, Duration pane) {}
}
