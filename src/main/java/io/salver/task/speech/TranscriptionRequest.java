package io.salver.task.speech;

import io.salver.task.TaskContext;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * A sound to be written down.
 *
 * @param sound an encoded file, in the memory of the context's scope
 * @param beam width of the search, 1 for the greedy path; absent: as the model says
 */
public record TranscriptionRequest(TaskContext context, ByteBuffer sound, OptionalInt beam) {}
