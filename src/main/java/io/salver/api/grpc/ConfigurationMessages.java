package io.salver.api.grpc;

import inference.DataType;
import inference.ModelConfig;
import inference.ModelDynamicBatching;
import inference.ModelInput;
import inference.ModelInstanceGroup;
import inference.ModelOutput;
import inference.ModelQueuePolicy;
import inference.ModelResponseCache;
import inference.ModelVersionPolicy;
import io.salver.api.ModelConfiguration;
import io.salver.api.ModelConfiguration.DynamicBatching;
import io.salver.model.VersionPolicy;

/** A model configuration as a message. */
final class ConfigurationMessages {

  private ConfigurationMessages() {}

  static ModelConfig of(ModelConfiguration model) {
    ModelConfig.Builder message =
        ModelConfig.newBuilder()
            .setName(model.name())
            .setPlatform(model.platform().name())
            .setBackend(model.platform().backend())
            .setVersionPolicy(versions(model.versions()))
            .setMaxBatchSize(model.maxBatchSize())
            .addInstanceGroup(instances(model))
            .setDefaultModelFilename(model.platform().filename())
            .setResponseCache(ModelResponseCache.newBuilder().setEnable(model.cachesAnswers()));
    model.inputs().forEach(input -> message.addInput(input(input)));
    model.outputs().forEach(output -> message.addOutput(output(output)));
    model.dynamicBatching().ifPresent(batching -> message.setDynamicBatching(batching(batching)));
    return message.build();
  }

  private static ModelVersionPolicy versions(VersionPolicy policy) {
    ModelVersionPolicy.Builder message = ModelVersionPolicy.newBuilder();
    switch (policy) {
      case VersionPolicy.Latest(int count) -> message.getLatestBuilder().setNumVersions(count);
      case VersionPolicy.All _ -> message.setAll(ModelVersionPolicy.All.getDefaultInstance());
      case VersionPolicy.Only only ->
          message.getSpecificBuilder().addAllVersions(only.versions().stream().sorted().toList());
    }
    return message.build();
  }

  private static ModelInput input(ModelConfiguration.Port port) {
    return ModelInput.newBuilder()
        .setName(port.name())
        .setDataType(DataType.valueOf(port.dataType()))
        .addAllDims(port.dims())
        .build();
  }

  private static ModelOutput output(ModelConfiguration.Port port) {
    return ModelOutput.newBuilder()
        .setName(port.name())
        .setDataType(DataType.valueOf(port.dataType()))
        .addAllDims(port.dims())
        .setLabelFilename(port.labelFile())
        .build();
  }

  private static ModelInstanceGroup instances(ModelConfiguration model) {
    return ModelInstanceGroup.newBuilder()
        .setName(model.name())
        .setKind(ModelInstanceGroup.Kind.valueOf(model.instances().kind()))
        .setCount(model.instances().count())
        .addAllGpus(model.instances().gpus())
        .build();
  }

  private static ModelDynamicBatching batching(DynamicBatching batching) {
    return ModelDynamicBatching.newBuilder()
        .setMaxQueueDelayMicroseconds(batching.maxDelayMicros())
        .setPriorityLevels(DynamicBatching.PRIORITY_LEVELS)
        .setDefaultPriorityLevel(DynamicBatching.DEFAULT_PRIORITY_LEVEL)
        .setDefaultQueuePolicy(
            ModelQueuePolicy.newBuilder().setMaxQueueSize(batching.maxQueueSize()))
        .build();
  }
}
