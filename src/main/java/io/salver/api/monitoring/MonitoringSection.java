package io.salver.api.monitoring;

import io.salver.model.ModelId;
import java.util.Map;
import java.util.Optional;

/**
 * What another part of the watching adds to what is known of a version. Every bean of this type
 * does. Asked on the thread of the reading, so it may take a millisecond; thread-safe.
 */
public interface MonitoringSection {

  /** Its key in the document. */
  String key();

  /**
   * What it says of a version, as maps, lists, texts and numbers; empty where it has nothing to
   * say.
   */
  Optional<Map<String, Object>> of(ModelId model);
}
