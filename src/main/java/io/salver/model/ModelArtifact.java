package io.salver.model;

import java.nio.file.Path;

/**
 * One version of a model as it lies in the model repository.
 *
 * @param id name and version
 * @param file the artefact that a backend reads
 * @param spec what {@code model.yaml} says
 */
public record ModelArtifact(ModelId id, Path file, ModelSpec spec) {}
