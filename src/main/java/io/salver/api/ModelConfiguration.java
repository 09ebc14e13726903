package io.salver.api;

import io.salver.model.Device;
import io.salver.model.ModelSpec;
import io.salver.model.VersionPolicy;
import io.salver.serving.InferenceRequest;
import io.salver.serving.ModelDescription;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The model configuration of V2: what {@code model.yaml} and the artefact say, in Triton's words.
 *
 * @param maxBatchSize most rows of a run; 0 for a model without a batch axis
 * @param inputs without the batch axis where there is one
 * @param outputs likewise
 */
public record ModelConfiguration(
    String name,
    Platform platform,
    VersionPolicy versions,
    int maxBatchSize,
    List<Port> inputs,
    List<Port> outputs,
    Optional<DynamicBatching> dynamicBatching,
    Instances instances,
    boolean cachesAnswers) {

  /** Copies the lists. */
  public ModelConfiguration {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * An input or output.
   *
   * @param dataType by Triton's name
   * @param dims extents; -1 for one that requests choose
   * @param hasLabels whether the model names its classes
   */
  public record Port(String name, String dataType, List<Long> dims, boolean hasLabels) {

    /** The file beside {@code model.yaml} that names the classes; empty where there is none. */
    public String labelFile() {
      return hasLabels ? "labels.txt" : "";
    }
  }

  /**
   * How requests are joined.
   *
   * @param maxDelayMicros longest wait for more rows, microseconds
   * @param maxQueueSize most requests that wait
   */
  public record DynamicBatching(long maxDelayMicros, int maxQueueSize) {

    /** Most levels of priority. */
    public static final int PRIORITY_LEVELS = InferenceRequest.LEAST_URGENT;

    /** The level of a request that asks for none. */
    public static final int DEFAULT_PRIORITY_LEVEL = InferenceRequest.ORDINARY;
  }

  /**
   * Where the model runs.
   *
   * @param kind by Triton's name
   * @param count runs at once; 0: as many as the machine has processors for
   * @param gpus the CUDA devices
   */
  public record Instances(String kind, int count, List<Integer> gpus) {}

  /** The configuration of the described version. */
  public static ModelConfiguration of(ModelDescription model) {
    ModelSpec spec = model.spec();
    boolean isBatchable = model.signature().isBatchable();
    return new ModelConfiguration(
        model.name(),
        Platform.of(model.backend()),
        spec.versions(),
        isBatchable ? spec.batching().maxRows() : 0,
        model.signature().inputs().stream().map(input -> port(input, isBatchable, 0)).toList(),
        model.signature().outputs().stream()
            .map(output -> port(output, isBatchable, model.labels().size()))
            .toList(),
        dynamicBatching(spec.batching()),
        instances(spec),
        spec.cache().isPresent());
  }

  private static Port port(TensorSpec spec, boolean isBatchable, int labels) {
    long[] extents = spec.shape().toArray();
    long classes = extents.length == 0 ? Shape.ANY : extents[extents.length - 1];
    List<Long> dims = Arrays.stream(extents).skip(isBatchable ? 1 : 0).boxed().toList();
    return new Port(
        spec.name(),
        spec.dataType() == DataType.BYTES ? "TYPE_STRING" : "TYPE_" + spec.dataType(),
        dims,
        labels > 0 && classes == labels);
  }

  private static Optional<DynamicBatching> dynamicBatching(ModelSpec.Batching batching) {
    return switch (batching.join()) {
      case NEVER -> Optional.empty();
      case AUTO, ALWAYS ->
          Optional.of(new DynamicBatching(batching.maxDelay().toNanos() / 1000, batching.queue()));
    };
  }

  private static Instances instances(ModelSpec spec) {
    int count = spec.instances().orElse(0);
    return switch (spec.device()) {
      case Device.Auto _ -> new Instances("KIND_AUTO", count, List.of());
      case Device.Cpu _ -> new Instances("KIND_CPU", count, List.of());
      case Device.Cuda(int index) -> new Instances("KIND_GPU", count, List.of(index));
    };
  }
}
