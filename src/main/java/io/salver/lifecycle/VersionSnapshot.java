package io.salver.lifecycle;

import io.salver.model.ModelId;

/**
 * One version at one moment.
 *
 * @param aspired whether it should live
 */
public record VersionSnapshot(ModelId id, VersionState state, boolean aspired) {}
