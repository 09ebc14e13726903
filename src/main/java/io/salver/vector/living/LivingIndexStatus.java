package io.salver.vector.living;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A living index at a glance; each part is true at about the same moment.
 *
 * @param kind of the main index, in the terms of FAISS' index factory
 * @param size rows that can be found
 * @param mainVectors vectors in the main index, dead ones included
 * @param deadVectors vectors in the main index that are no longer their row's
 * @param deltaEntries changes since the main index was built; each costs every search a little
 * @param effort that searches use which name none; 0: the library's own
 * @param bytes memory of the main index, estimated, and of the original vectors
 * @param builtAt when the main index was finished; its age is the age of the index
 * @param merges that have put a main index into service
 * @param lastMerge how long the last of them took
 * @param failedMerges how many have failed since the last that did not
 * @param merging whether one is running
 */
public record LivingIndexStatus(
    String kind,
    long size,
    long mainVectors,
    long deadVectors,
    long deltaEntries,
    int effort,
    long bytes,
    Instant builtAt,
    long merges,
    Optional<Duration> lastMerge,
    int failedMerges,
    boolean merging) {}
