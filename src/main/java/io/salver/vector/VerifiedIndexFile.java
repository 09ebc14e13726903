package io.salver.vector;

import java.nio.file.Path;

/**
 * An index file whose checksums matched.
 *
 * @param path where it lies
 * @param spec what the header says of the index
 * @param payloadOffset bytes before the library's own
 * @param payloadBytes how many of those there are
 */
public record VerifiedIndexFile(Path path, IndexSpec spec, long payloadOffset, long payloadBytes) {}
