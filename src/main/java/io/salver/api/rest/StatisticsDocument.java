package io.salver.api.rest;

import io.salver.serving.ModelStatistics;
import io.salver.serving.ModelStatistics.Batch;
import io.salver.serving.ModelStatistics.Span;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Statistics as JSON, in which numbers are numbers. */
final class StatisticsDocument {

  private StatisticsDocument() {}

  static JsonObject of(List<ModelStatistics> models) {
    JsonArray array = new JsonArray();
    models.forEach(model -> array.add(model(model)));
    return new JsonObject().put("model_stats", array);
  }

  private static JsonObject model(ModelStatistics model) {
    JsonArray batches = new JsonArray();
    model.batches().forEach(batch -> batches.add(batch(batch)));
    return new JsonObject()
        .put("name", model.model().name())
        .put("version", Long.toString(model.model().version()))
        .put("last_inference", model.lastInferenceMillis())
        .put("inference_count", model.inferenceCount())
        .put("execution_count", model.executionCount())
        .put("inference_stats", inference(model))
        .put("batch_stats", batches);
  }

  private static JsonObject inference(ModelStatistics model) {
    return new JsonObject()
        .put("success", span(model.success()))
        .put("fail", span(model.fail()))
        .put("queue", span(model.queue()))
        .put("compute_input", span(model.computeInput()))
        .put("compute_infer", span(model.computeInfer()))
        .put("compute_output", span(model.computeOutput()))
        .put("cache_hit", span(model.cacheHit()))
        .put("cache_miss", span(model.cacheMiss()));
  }

  private static JsonObject batch(Batch batch) {
    return new JsonObject()
        .put("batch_size", batch.rows())
        .put("compute_input", span(batch.computeInput()))
        .put("compute_infer", span(batch.computeInfer()))
        .put("compute_output", span(batch.computeOutput()));
  }

  private static JsonObject span(Span span) {
    return new JsonObject().put("count", span.count()).put("ns", span.nanos());
  }
}
