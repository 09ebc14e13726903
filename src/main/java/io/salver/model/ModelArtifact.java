package io.salver.model;

import java.nio.file.Path;

/**
 * One version of a model as it lies in the model repository.
 *
 * @param id name and version
 * @param backend the backend that reads it
 * @param file what the backend reads
 * @param spec what {@code model.yaml} says
 * @param texts the files of lines that the spec names
 */
public record ModelArtifact(
    ModelId id, String backend, Path file, ModelSpec spec, TextFiles texts) {

  /** An artefact whose spec names no files. */
  public ModelArtifact(ModelId id, String backend, Path file, ModelSpec spec) {
    this(id, backend, file, spec, TextFiles.NONE);
  }
}
