package io.salver.api.rest;

import io.salver.api.ModelConfiguration;
import io.salver.api.ModelConfiguration.DynamicBatching;
import io.salver.api.ModelConfiguration.Instances;
import io.salver.api.ModelConfiguration.Port;
import io.salver.model.VersionPolicy;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A model configuration as JSON: Triton's field names, and numbers as numbers. */
final class ConfigurationDocument {

  private ConfigurationDocument() {}

  static JsonObject of(ModelConfiguration model) {
    JsonObject document =
        new JsonObject()
            .put("name", model.name())
            .put("platform", model.platform().name())
            .put("backend", model.platform().backend())
            .put("version_policy", versions(model.versions()))
            .put("max_batch_size", model.maxBatchSize())
            .put("input", ports(model.inputs()))
            .put("output", outputs(model.outputs()))
            .put("instance_group", new JsonArray().add(instances(model)))
            .put("default_model_filename", model.platform().filename())
            .put("response_cache", new JsonObject().put("enable", model.cachesAnswers()));
    model
        .dynamicBatching()
        .ifPresent(batching -> document.put("dynamic_batching", batching(batching)));
    return document;
  }

  private static JsonObject versions(VersionPolicy policy) {
    return switch (policy) {
      case VersionPolicy.Latest(int count) ->
          new JsonObject().put("latest", new JsonObject().put("num_versions", count));
      case VersionPolicy.All _ -> new JsonObject().put("all", new JsonObject());
      case VersionPolicy.Only only -> {
        List<Long> versions = only.versions().stream().sorted().toList();
        yield new JsonObject()
            .put("specific", new JsonObject().put("versions", new JsonArray(versions)));
      }
    };
  }

  private static JsonArray ports(List<Port> ports) {
    JsonArray array = new JsonArray();
    ports.forEach(port -> array.add(port(port)));
    return array;
  }

  private static JsonArray outputs(List<Port> ports) {
    JsonArray array = new JsonArray();
    ports.forEach(port -> array.add(port(port).put("label_filename", port.labelFile())));
    return array;
  }

  private static JsonObject port(Port port) {
    return new JsonObject()
        .put("name", port.name())
        .put("data_type", port.dataType())
        .put("dims", new JsonArray(port.dims()));
  }

  private static JsonObject instances(ModelConfiguration model) {
    Instances instances = model.instances();
    return new JsonObject()
        .put("name", model.name())
        .put("kind", instances.kind())
        .put("count", instances.count())
        .put("gpus", new JsonArray(instances.gpus()));
  }

  private static JsonObject batching(DynamicBatching batching) {
    return new JsonObject()
        .put("max_queue_delay_microseconds", batching.maxDelayMicros())
        .put("priority_levels", DynamicBatching.PRIORITY_LEVELS)
        .put("default_priority_level", DynamicBatching.DEFAULT_PRIORITY_LEVEL)
        .put(
            "default_queue_policy",
            new JsonObject().put("max_queue_size", batching.maxQueueSize()));
  }
}
