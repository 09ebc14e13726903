package io.salver.serving;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import java.util.List;

/**
 * What a client may know of a model.
 *
 * @param name the model
 * @param versions the versions that are ready, ascending
 * @param backend the backend that runs the described version
 * @param signature the tensors of the described version
 * @param spec what {@code model.yaml} says of it
 * @param labels the names of its classes, by index; empty when it has none
 */
public record ModelDescription(
    String name,
    List<Long> versions,
    String backend,
    Signature signature,
    ModelSpec spec,
    List<String> labels) {

  /** Copies the lists. */
  public ModelDescription {
    versions = List.copyOf(versions);
    labels = List.copyOf(labels);
  }

  /** A model of which {@code model.yaml} says nothing. */
  public ModelDescription(String name, List<Long> versions, String backend, Signature signature) {
    this(name, versions, backend, signature, ModelSpec.DEFAULT, List.of());
  }
}
