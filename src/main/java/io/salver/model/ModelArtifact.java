package io.salver.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One version of a model as it lies in the model repository.
 *
 * @param id name and version
 * @param backend the backend that reads it
 * @param file what the backend reads
 * @param spec what {@code model.yaml} says
 * @param texts the files of lines that the spec names
 * @param foreign what the configuration of another server says, where there is one
 */
public record ModelArtifact(
    ModelId id,
    String backend,
    Path file,
    ModelSpec spec,
    TextFiles texts,
    Optional<ForeignConfiguration> foreign) {

  /** An artefact without the configuration of another server. */
  public ModelArtifact(ModelId id, String backend, Path file, ModelSpec spec, TextFiles texts) {
    this(id, backend, file, spec, texts, Optional.empty());
  }

  /** An artefact whose spec names no files. */
  public ModelArtifact(ModelId id, String backend, Path file, ModelSpec spec) {
    this(id, backend, file, spec, TextFiles.NONE);
  }
}
