package io.salver.task;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/**
 * Asks whether two files show or sound the same.
 *
 * @param first an encoded file, in the memory of the context's scope
 * @param second another
 * @param threshold in place of the model's own
 */
public record PairRequest(
    TaskContext context, ByteBuffer first, ByteBuffer second, OptionalDouble threshold) {}
