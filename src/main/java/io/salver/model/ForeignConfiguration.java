package io.salver.model;

import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.List;
import java.util.Map;

/**
 * What the configuration of another server says of a model beyond its {@link ModelSpec}. Immutable.
 *
 * @param file its name, for messages
 * @param inputs the inputs as clients send them; none: as the artefact says
 * @param outputs the outputs as clients get them, perhaps fewer than the artefact gives; none: as
 *     the artefact says
 * @param reshaped by name, the shapes that the artefact has where those of clients are others; both
 *     have as many open extents, which are the same in the same order
 * @param ignored what the file says that has no meaning here, for the log
 */
public record ForeignConfiguration(
    String file,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    Map<String, Shape> reshaped,
    List<String> ignored) {

  /** Copies the collections. */
  public ForeignConfiguration {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    reshaped = Map.copyOf(reshaped);
    ignored = List.copyOf(ignored);
  }

  /** The tensor as the artefact has it. */
  public TensorSpec inArtifact(TensorSpec declared) {
    Shape shape = reshaped.get(declared.name());
    return shape == null ? declared : new TensorSpec(declared.name(), declared.dataType(), shape);
  }
}
