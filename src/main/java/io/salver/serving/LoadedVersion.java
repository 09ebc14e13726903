package io.salver.serving;

import io.salver.model.ModelId;

/**
 * A version that is in memory.
 *
 * @param backend the backend that runs it
 * @param sha256 which bytes it was loaded from
 * @param bytes memory of its weights, by estimate
 */
public record LoadedVersion(ModelId id, String backend, String sha256, long bytes) {}
