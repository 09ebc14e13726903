package io.salver.model;

import io.salver.fault.InvalidInput;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tensors a model takes and gives, in the model's own order. Immutable. */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {

  /** Copies the lists. */
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public Optional<TensorSpec> input(String name) {
    return find(inputs, name);
  }

  public Optional<TensorSpec> output(String name) {
    return find(outputs, name);
  }

  /**
   * Whether every input and output leaves its first extent open, so that requests could be joined
   * along it.
   */
  public boolean isBatchable() {
    return leadsOpen(inputs) && leadsOpen(outputs);
  }

  /**
   * Checks that {@code tensors} are exactly the inputs, in any order.
   *
   * @throws InvalidInput that names the tensor, what the model expects and what came
   */
  public void check(Tensors tensors) {
    for (String name : tensors.names()) {
      TensorSpec spec =
          input(name)
              .orElseThrow(
                  () ->
                      new InvalidInput(
                          "unexpected input '" + name + "'; the model takes " + names(inputs)));
      check(spec, tensors.get(name));
    }
    for (TensorSpec spec : inputs) {
      if (tensors.find(spec.name()).isEmpty()) {
        throw new InvalidInput(
            "missing input '"
                + spec.name()
                + "' ("
                + spec.dataType()
                + " "
                + spec.shape()
                + "); got "
                + tensors.names());
      }
    }
  }

  private static void check(TensorSpec spec, Tensor tensor) {
    if (tensor.dataType() != spec.dataType()) {
      throw new InvalidInput(
          "input '"
              + spec.name()
              + "' has datatype "
              + tensor.dataType()
              + ", the model takes "
              + spec.dataType());
    }
    Shape shape = tensor.shape();
    if (!shape.matches(spec.shape())) {
      throw new InvalidInput(
          "input '" + spec.name() + "' has shape " + shape + ", the model takes " + spec.shape());
    }
  }

  private static Optional<TensorSpec> find(List<TensorSpec> specs, String name) {
    return specs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  private static boolean leadsOpen(List<TensorSpec> specs) {
    return specs.stream()
        .allMatch(spec -> spec.shape().rank() > 0 && spec.shape().extent(0) == Shape.ANY);
  }

  private static List<String> names(List<TensorSpec> specs) {
    List<String> names = new ArrayList<>();
    specs.forEach(spec -> names.add(spec.name()));
    return names;
  }
}
