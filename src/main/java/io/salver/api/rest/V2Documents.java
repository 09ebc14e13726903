package io.salver.api.rest;

import io.salver.api.Platform;
import io.salver.api.ServerIdentity;
import io.salver.serving.ModelDescription;
import io.salver.tensor.TensorSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The metadata documents of V2 as JSON. */
final class V2Documents {

  private V2Documents() {}

  static JsonObject server(ServerIdentity server) {
    return new JsonObject()
        .put("name", server.name())
        .put("version", server.version())
        .put("extensions", new JsonArray(server.extensions()));
  }

  static JsonObject model(ModelDescription model) {
    JsonArray versions = new JsonArray();
    model.versions().forEach(version -> versions.add(Long.toString(version)));
    return new JsonObject()
        .put("name", model.name())
        .put("versions", versions)
        .put("platform", Platform.of(model.backend()).name())
        .put("inputs", tensors(model.signature().inputs()))
        .put("outputs", tensors(model.signature().outputs()));
  }

  private static JsonArray tensors(List<TensorSpec> specs) {
    JsonArray array = new JsonArray();
    for (TensorSpec spec : specs) {
      JsonArray shape = new JsonArray();
      for (long extent : spec.shape().toArray()) {
        shape.add(extent);
      }
      array.add(
          new JsonObject()
              .put("name", spec.name())
              .put("datatype", spec.dataType().name())
              .put("shape", shape));
    }
    return array;
  }
}
