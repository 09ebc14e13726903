package io.salver.model;

import java.nio.file.Path;

/**
 * One version of a model as it lies in the model repository.
 *
 * @param id name and version
 * @param backend the backend that reads it
 * @param file what the backend reads
 * @param spec what {@code model.yaml} says
 */
public record ModelArtifact(ModelId id, String backend, Path file, ModelSpec spec) {}
