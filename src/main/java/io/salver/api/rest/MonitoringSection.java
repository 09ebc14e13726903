package io.salver.api.rest;

import io.salver.model.ModelId;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What another part of the watching adds to {@code GET /v1/monitoring/models/{model}}. Every bean
 * of this type does. Asked on the thread of the reading, so it may take a millisecond; thread-safe.
 */
interface MonitoringSection {

  /** Its key in the document. */
  String key();

  /** What it says of a version; empty where it has nothing to say. */
  Optional<JsonObject> of(ModelId model);
}
