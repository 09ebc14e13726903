package io.salver.vector.living;

/**
 * What was read from a snapshot.
 *
 * @param index with the content of the moment of the snapshot; the receiver closes it
 * @param label that the writer gave the snapshot
 */
public record RestoredIndex(LivingIndex index, String label) {}
