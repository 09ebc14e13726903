package io.salver.repository.triton;

import io.salver.model.ForeignConfiguration;
import io.salver.model.ModelSpec;
import java.util.Optional;

/**
 * What a {@code config.pbtxt} says of a model. Immutable.
 *
 * @param spec what {@code model.yaml} would say
 * @param artifactName the artefact's file name, where it is not the backend's usual one
 * @param foreign the rest
 */
public record TritonModel(
    ModelSpec spec, Optional<String> artifactName, ForeignConfiguration foreign) {}
