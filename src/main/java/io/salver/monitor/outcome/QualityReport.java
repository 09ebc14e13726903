package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import io.salver.monitor.MonitorReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How good a model version is, as the labels say that were told within the window. Immutable.
 *
 * @param window of the times at which labels were told
 * @param labels how many those are, and how many lists whose time was over within the window
 * @param lastLabel when the last one was told, in the window or before
 * @param metrics of all predictions; empty without labels
 * @param areaResolution how far the bins of scores may put the area under the curve off
 * @param level how often predicted intervals should hold the true value; 0 without any
 * @param reliability the reliability diagram, its bars that are not empty
 * @param slices the same by group, by feature and name
 * @param concept whether what is true has changed; absent where nobody watches
 * @param estimated the accuracy to expect of the predictions that this process has made within the
 *     window, with labels or without; absent for values
 * @param expected what else is to be expected of them; absent where they do not say how sure they
 *     are
 */
public record QualityReport(
    ModelId model,
    MonitorReport.Window window,
    long labels,
    Optional<Instant> lastLabel,
    List<QualityMetric> metrics,
    double areaResolution,
    double level,
    List<ReliabilityBin> reliability,
    List<SliceReport> slices,
    Optional<ConceptReport> concept,
    Optional<EstimatedAccuracy> estimated,
    Optional<EstimatedQuality> expected) {

  /** Copies the lists. */
  public QualityReport {
    metrics = List.copyOf(metrics);
    reliability = List.copyOf(reliability);
    slices = List.copyOf(slices);
  }

  /**
   * One group. Immutable.
   *
   * @param reference the group of the same feature that it is compared with: that with the most
   *     labels, which is compared with nothing
   * @param differences its figures minus those of the reference
   */
  public record SliceReport(
      Slice slice,
      long labels,
      List<QualityMetric> metrics,
      String reference,
      List<QualityMetric> differences) {

    /** Copies the lists. */
    public SliceReport {
      metrics = List.copyOf(metrics);
      differences = List.copyOf(differences);
    }
  }
}
