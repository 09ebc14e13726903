package io.salver.repository.triton;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import triton.ModelConfig;
import triton.ModelDynamicBatching;
import triton.ModelInput;
import triton.ModelQueuePolicy;

/** Collects what a configuration says that has no meaning here. Confined to one reading. */
final class Ignored {

  private static final String THREADS = "intra_op_thread_count";

  private final List<String> fields = new ArrayList<>();

  private Ignored() {}

  static Ignored of(ModelConfig config, Optional<String> backend) {
    Ignored ignored = new Ignored();
    ignored.add(config.hasOptimization(), "optimization");
    ignored.add(config.getCcModelFilenamesCount() > 0, "cc_model_filenames");
    ignored.add(config.getMetricTagsCount() > 0, "metric_tags");
    ignored.add(config.hasModelMetrics(), "model_metrics");
    ignored.add(!config.getRuntime().isEmpty(), "runtime");
    ignored.parameters(config, backend);
    ignored.inputs(config);
    if (config.hasDynamicBatching()) {
      ignored.batching(config.getDynamicBatching());
    }
    return ignored;
  }

  void add(boolean said, String field) {
    if (said) {
      fields.add(field);
    }
  }

  List<String> list() {
    return List.copyOf(fields);
  }

  private void parameters(ModelConfig config, Optional<String> backend) {
    for (String name : new TreeSet<>(config.getParametersMap().keySet())) {
      boolean known = name.equals(THREADS) && !backend.equals(Optional.of(Backends.TORCH));
      add(!known, "parameters." + name);
    }
  }

  private void inputs(ModelConfig config) {
    for (ModelInput input : config.getInputList()) {
      add(
          input.getOptional(),
          "input.optional (every request must send '" + input.getName() + "')");
      add(
          input.getIsShapeTensor() || input.getIsNonLinearFormatIo(),
          "is_shape_tensor and is_non_linear_format_io");
    }
  }

  private void batching(ModelDynamicBatching batching) {
    add(
        batching.getPreferredBatchSizeCount() > 0,
        "dynamic_batching.preferred_batch_size (what waits is joined)");
    add(batching.getPreserveOrdering(), "dynamic_batching.preserve_ordering");
    add(
        batching.getPriorityLevels() > 0,
        "dynamic_batching.priority_levels (there are 10 here, without a setting)");
    add(
        batching.getPriorityQueuePolicyCount() > 0,
        "dynamic_batching.priority_queue_policy (all priorities share one queue)");
    ModelQueuePolicy queue = batching.getDefaultQueuePolicy();
    add(
        queue.getDefaultTimeoutMicroseconds() > 0
            || queue.getTimeoutAction() != ModelQueuePolicy.TimeoutAction.REJECT,
        "dynamic_batching.default_queue_policy.timeout (requests have a deadline from arrival to"
            + " answer here)");
  }
}
