package io.salver.api.monitoring;

import io.salver.model.ModelId;
import io.salver.monitor.outcome.QualityMonitors;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** What late labels say, as a part of everything that is known of a version. Thread-safe. */
@Singleton
final class QualitySection implements MonitoringSection {

  private final QualityMonitors monitors;

  @Inject
  QualitySection(QualityMonitors monitors) {
    this.monitors = monitors;
  }

  @Override
  public String key() {
    return "quality";
  }

  @Override
  public Optional<Map<String, Object>> of(ModelId model) {
    return monitors.of(model).map(monitor -> QualityDocuments.of(monitor.report()).fields());
  }
}
