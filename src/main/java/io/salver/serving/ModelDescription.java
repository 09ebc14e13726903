package io.salver.serving;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import java.util.List;

/**
 * What a client may know of a model.
 *
 * @param name the model
 * @param version the version that is described
 * @param versions the versions that are ready, ascending
 * @param backend the backend that runs it
 * @param signature its tensors
 * @param spec what {@code model.yaml} says of it
 * @param texts the files of lines that the spec names
 */
public record ModelDescription(
    String name,
    long version,
    List<Long> versions,
    String backend,
    Signature signature,
    ModelSpec spec,
    TextFiles texts) {

  /** Copies the list. */
  public ModelDescription {
    versions = List.copyOf(versions);
  }

  /** A model of which {@code model.yaml} says nothing. */
  public ModelDescription(String name, List<Long> versions, String backend, Signature signature) {
    this(name, versions.getLast(), versions, backend, signature, ModelSpec.DEFAULT, TextFiles.NONE);
  }

  /** The names of its classes, by index; empty when it has none. */
  public List<String> labels() {
    return texts.labels();
  }
}
