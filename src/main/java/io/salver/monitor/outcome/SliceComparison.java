package io.salver.monitor.outcome;

import io.salver.monitor.outcome.QualityReport.SliceReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the groups of each feature with the one that has the most labels. Recall by class and
 * group is what equality of opportunity is about (Hardt, Price and Srebro, 2016), and the share
 * that a class is given what demographic parity is. Stateless.
 */
final class SliceComparison {

  private SliceComparison() {}

  static List<SliceReport> of(Map<Slice, OutcomeCounts> slices) {
    Map<String, Slice> references = new HashMap<>();
    slices.keySet().stream()
        .filter(slice -> count(slices, slice) > 0)
        .sorted(
            Comparator.comparingLong((Slice slice) -> -count(slices, slice))
                .thenComparing(Slice::group))
        .forEach(slice -> references.putIfAbsent(slice.feature(), slice));
    Map<Slice, List<QualityMetric>> metrics = new HashMap<>();
    slices.forEach((slice, counts) -> metrics.put(slice, counts.metrics()));
    List<SliceReport> reports = new ArrayList<>();
    slices.keySet().stream()
        .filter(slice -> count(slices, slice) > 0)
        .sorted(Comparator.comparing(Slice::feature).thenComparing(Slice::group))
        .forEach(
            slice -> {
              Slice reference = references.getOrDefault(slice.feature(), slice);
              List<QualityMetric> own = metrics.getOrDefault(slice, List.of());
              reports.add(
                  new SliceReport(
                      slice,
                      count(slices, slice),
                      own,
                      reference.group(),
                      slice.equals(reference)
                          ? List.of()
                          : differences(own, metrics.getOrDefault(reference, List.of()))));
            });
    return reports;
  }

  private static List<QualityMetric> differences(
      List<QualityMetric> own, List<QualityMetric> reference) {
    List<QualityMetric> differences = new ArrayList<>();
    for (QualityMetric each : own) {
      reference.stream()
          .filter(other -> other.name().equals(each.name()) && other.of().equals(each.of()))
          .findFirst()
          .ifPresent(
              other ->
                  differences.add(
                      new QualityMetric(
                          each.name(), each.of(), each.estimate().minus(other.estimate()))));
    }
    return differences;
  }

  private static long count(Map<Slice, OutcomeCounts> slices, Slice slice) {
    OutcomeCounts counts = slices.get(slice);
    return counts == null ? 0 : counts.count();
  }
}
