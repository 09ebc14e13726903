package io.salver.task.speech;

import io.salver.task.TaskContext;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * A sound to be told apart.
 *
 * @param sound an encoded file, in the memory of the context's scope
 * @param topK how many classes; absent: as the model says
 */
public record SoundRequest(TaskContext context, ByteBuffer sound, OptionalInt topK) {}
