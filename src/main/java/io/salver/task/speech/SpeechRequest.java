package io.salver.task.speech;

import io.salver.task.TaskContext;

/**
 * A text to be spoken.
 *
 * @param speed of the speech, 0.25 to 4; 1 is the model's own
 */
public record SpeechRequest(TaskContext context, String text, double speed) {}
