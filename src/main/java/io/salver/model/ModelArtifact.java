package io.salver.model;

import java.nio.file.Path;
import java.util.List;

/**
 * One version of a model as it lies in the model repository.
 *
 * @param id name and version
 * @param backend the backend that reads it
 * @param file what the backend reads
 * @param spec what {@code model.yaml} says
 * @param labels the names of the classes it tells apart, by index; empty when it has none
 */
public record ModelArtifact(
    ModelId id, String backend, Path file, ModelSpec spec, List<String> labels) {

  /** Copies the list. */
  public ModelArtifact {
    labels = List.copyOf(labels);
  }

  /** An artefact without labels. */
  public ModelArtifact(ModelId id, String backend, Path file, ModelSpec spec) {
    this(id, backend, file, spec, List.of());
  }
}
