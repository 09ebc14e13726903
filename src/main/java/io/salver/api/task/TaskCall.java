package io.salver.api.task;

import io.salver.task.TaskAnswer;
import io.salver.task.TaskContext;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A decoded typed request. Whoever holds it owes the scope of its context a close; {@link
 * TaskRunner#run} takes over that debt.
 *
 * @param start asks the service; called once
 * @param <A> what is answered
 */
public record TaskCall<A extends TaskAnswer>(
    TaskContext context, Supplier<CompletionStage<A>> start) {}
