package io.salver.task.text;

import io.salver.task.TaskContext;
import java.util.OptionalInt;

/**
 * A question to a text.
 *
 * @param question what is asked
 * @param text where the answer may stand
 * @param topK how many answers at most; absent: as the model says
 */
public record QuestionRequest(
    TaskContext context, String question, String text, OptionalInt topK) {}
