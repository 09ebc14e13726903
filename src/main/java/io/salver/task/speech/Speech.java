package io.salver.task.speech;

import io.salver.model.ModelId;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskTimes;

/**
 * A spoken text.
 *
 * @param model the version that ran
 * @param samples one channel, -1 to 1; not copied, not to be changed
 * @param sampleRate samples a second
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Speech(ModelId model, float[] samples, int sampleRate, TaskTimes times)
    implements TaskAnswer {}
