package io.salver.serving;

import io.salver.fault.BackendFailure;
import io.salver.model.ForeignConfiguration;
import io.salver.model.Model;
import io.salver.model.Signature;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;

/**
 * A model whose tensors have other shapes for clients than in its artefact, or fewer outputs. Only
 * shapes are exchanged; elements stay where they are. Thread-safe; owns the model.
 */
final class DeclaredModel implements Model {

  private final Model model;
  private final Signature declared;
  private final ForeignConfiguration foreign;

  DeclaredModel(Model model, Signature declared, ForeignConfiguration foreign) {
    this.model = model;
    this.declared = declared;
    this.foreign = foreign;
  }

  @Override
  public Signature signature() {
    return declared;
  }

  @Override
  public Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop) {
    Tensors.Builder taken = Tensors.builder();
    for (TensorSpec input : declared.inputs()) {
      Tensor tensor = inputs.get(input.name());
      Shape inArtifact = foreign.inArtifact(input).shape();
      taken.put(input.name(), shaped(tensor, input.shape(), inArtifact));
    }
    Tensors outputs = model.infer(taken.build(), scope, stop);
    Tensors.Builder given = Tensors.builder();
    for (TensorSpec output : declared.outputs()) {
      Tensor tensor = outputs.get(output.name());
      Shape inArtifact = foreign.inArtifact(output).shape();
      if (!tensor.shape().matches(inArtifact)) {
        throw new BackendFailure(
            "output '%s' came as %s, %s says %s"
                .formatted(output.name(), tensor.shape(), foreign.file(), inArtifact));
      }
      given.put(output.name(), shaped(tensor, inArtifact, output.shape()));
    }
    return given.build();
  }

  @Override
  public void close() {
    model.close();
  }

  /** The tensor, which matches {@code from}, with the open extents of that put into {@code to}. */
  private static Tensor shaped(Tensor tensor, Shape from, Shape to) {
    if (from.equals(to)) {
      return tensor;
    }
    long[] extents = to.toArray();
    int axis = -1;
    for (int at = 0; at < extents.length; at++) {
      if (extents[at] == Shape.ANY) {
        do {
          axis++;
        } while (from.extent(axis) != Shape.ANY);
        extents[at] = tensor.shape().extent(axis);
      }
    }
    Shape shape = Shape.of(extents);
    return switch (tensor) {
      case Tensor.Dense dense -> new Tensor.Dense(dense.dataType(), shape, dense.data());
      case Tensor.Strings strings -> new Tensor.Strings(shape, strings.elements());
    };
  }
}
