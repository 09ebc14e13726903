package io.salver.api.rest;

import io.salver.model.ModelId;
import io.salver.monitor.outcome.QualityMonitors;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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
  public Optional<JsonObject> of(ModelId model) {
    return monitors
        .of(model)
        .map(monitor -> new JsonObject(QualityJson.write(monitor.report()).toString()));
  }
}
