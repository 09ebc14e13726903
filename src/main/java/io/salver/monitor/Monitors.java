package io.salver.monitor;

import io.salver.model.ModelId;
import java.util.List;
import java.util.Optional;

/** The monitors of the versions that are loaded. Thread-safe. */
public interface Monitors {

  /** The monitors of all versions, by name and version. */
  List<ModelMonitor> all();

  /** The monitor of one version; empty when it is not loaded or not watched. */
  Optional<ModelMonitor> of(ModelId model);
}
