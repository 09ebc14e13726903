package io.salver.api.grpc;

import inference.InferBatchStatistics;
import inference.InferStatistics;
import inference.ModelStatisticsResponse;
import inference.StatisticDuration;
import io.salver.serving.ModelStatistics;
import io.salver.serving.ModelStatistics.Batch;
import io.salver.serving.ModelStatistics.Span;
import java.util.List;

/** Statistics as messages. */
final class StatisticsMessages {

  private StatisticsMessages() {}

  static ModelStatisticsResponse of(List<ModelStatistics> models) {
    ModelStatisticsResponse.Builder message = ModelStatisticsResponse.newBuilder();
    models.forEach(model -> message.addModelStats(model(model)));
    return message.build();
  }

  private static inference.ModelStatistics model(ModelStatistics model) {
    inference.ModelStatistics.Builder message =
        inference.ModelStatistics.newBuilder()
            .setName(model.model().name())
            .setVersion(Long.toString(model.model().version()))
            .setLastInference(model.lastInferenceMillis())
            .setInferenceCount(model.inferenceCount())
            .setExecutionCount(model.executionCount())
            .setInferenceStats(inference(model));
    model.batches().forEach(batch -> message.addBatchStats(batch(batch)));
    return message.build();
  }

  private static InferStatistics inference(ModelStatistics model) {
    return InferStatistics.newBuilder()
        .setSuccess(span(model.success()))
        .setFail(span(model.fail()))
        .setQueue(span(model.queue()))
        .setComputeInput(span(model.computeInput()))
        .setComputeInfer(span(model.computeInfer()))
        .setComputeOutput(span(model.computeOutput()))
        .setCacheHit(span(model.cacheHit()))
        .setCacheMiss(span(model.cacheMiss()))
        .build();
  }

  private static InferBatchStatistics batch(Batch batch) {
    return InferBatchStatistics.newBuilder()
        .setBatchSize(batch.rows())
        .setComputeInput(span(batch.computeInput()))
        .setComputeInfer(span(batch.computeInfer()))
        .setComputeOutput(span(batch.computeOutput()))
        .build();
  }

  private static StatisticDuration span(Span span) {
    return StatisticDuration.newBuilder().setCount(span.count()).setNs(span.nanos()).build();
  }
}
