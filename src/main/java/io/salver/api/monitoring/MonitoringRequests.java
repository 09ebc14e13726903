package io.salver.api.monitoring;

import io.quarkus.arc.All;
import io.salver.api.ModelReferences;
import io.salver.api.WellFormedText;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.monitor.MonitorReading;
import io.salver.monitor.MonitorReading.Reading;
import io.salver.monitor.ReadingThread;
import io.salver.monitor.outcome.QualityMonitor;
import io.salver.monitor.outcome.QualityMonitors;
import io.salver.monitor.outcome.QualityReport;
import io.salver.monitor.replica.ReplicaId;
import io.salver.security.Caller;
import io.salver.serving.ModelReference;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What both protocols ask of the watching. Answers are plain maps, lists, texts and numbers, made
 * once, which each protocol writes in its way. A method throws a {@code Fault} for what contradicts
 * the protocol and for what is not watched; its stage completes on the thread of the reading.
 * Thread-safe.
 */
@Singleton
public final class MonitoringRequests {

  private static final String OWN = "own";
  private static final String ALL = "all";
  private static final int SHOWN = 40;

  private final MonitorReading reading;
  private final ReplicaId replica;
  private final QualityMonitors quality;
  private final ReadingThread thread;
  private final List<MonitoringSection> sections;

  /** Requests to those; {@code sections} add to what is known of a version. */
  @Inject
  public MonitoringRequests(
      MonitorReading reading,
      ReplicaId replica,
      QualityMonitors quality,
      ReadingThread thread,
      @All List<MonitoringSection> sections) {
    this.reading = reading;
    this.replica = replica;
    this.quality = quality;
    this.thread = thread;
    this.sections = List.copyOf(sections);
  }

  /** What is watched, and where it stands. */
  public CompletionStage<Map<String, Object>> list(Caller caller) {
    caller.requireAll("ask for one of them");
    return reading.all().thenApply(reports -> MonitoringDocuments.list(reports).fields());
  }

  /**
   * Everything that is known of a version.
   *
   * @param version 0 for the highest one
   * @param scope {@code own} for this replica; {@code all} or empty for all of them together
   */
  public CompletionStage<Map<String, Object>> one(
      Caller caller, String model, long version, String scope) {
    caller.require(model);
    ModelReference meant = reference(model, version);
    return switch (scope) {
      case OWN -> reading.own(meant.name(), meant.version()).thenApply(this::document);
      case ALL, "" -> reading.together(meant.name(), meant.version()).thenApply(this::document);
      default ->
          throw new InvalidInput(
              "replicas expects own or all, received '"
                  + WellFormedText.shortened(scope, SHOWN)
                  + "'");
    };
  }

  /** What another replica adds up. */
  public CompletionStage<byte[]> window(Caller caller, String model, long version) {
    caller.require(model);
    ModelReference meant = reference(model, version);
    return reading.window(meant.name(), meant.version());
  }

  /** Which process a window is of. */
  public ReplicaId replica() {
    return replica;
  }

  /**
   * How good versions are.
   *
   * @param version 0 for all
   */
  public CompletionStage<Map<String, Object>> quality(Caller caller, String model, long version) {
    caller.require(model);
    OptionalLong wanted = version == 0 ? OptionalLong.empty() : OptionalLong.of(version);
    return CompletableFuture.supplyAsync(
        () -> QualityDocuments.of(model, reports(model, wanted)).fields(), thread);
  }

  private List<QualityReport> reports(String model, OptionalLong version) {
    List<QualityReport> reports =
        quality.all().stream()
            .filter(each -> each.model().name().equals(model))
            .filter(each -> version.orElse(each.model().version()) == each.model().version())
            .map(QualityMonitor::report)
            .toList();
    if (reports.isEmpty()) {
      throw new NotFound(
          "of the model '%s'%s no version is watched"
              .formatted(model, version.isPresent() ? " and version " + version.getAsLong() : ""));
    }
    return reports;
  }

  private Map<String, Object> document(Reading read) {
    Map<String, Object> document = MonitoringDocuments.one(read).fields();
    for (MonitoringSection section : sections) {
      section.of(read.report().model()).ifPresent(said -> document.put(section.key(), said));
    }
    return document;
  }

  private static ModelReference reference(String model, long version) {
    return ModelReferences.parse(model, version == 0 ? "" : Long.toString(version));
  }
}
