package io.salver.api.rest;

import io.salver.api.task.TaskArguments;
import io.salver.api.task.TaskCall;
import io.salver.api.task.TaskMethod;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskContext;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One path of a typed task: what may be said there, and what is made of it.
 *
 * @param fields what may be said
 * @param errors how failures are told
 * @param preparation makes a call of what was said
 * @param <A> what the service answers
 */
record TaskEndpoint<A extends TaskAnswer>(
    TaskMethod method, TaskFields fields, ErrorShape errors, Preparation<A> preparation) {

  /** One where scalars and files are said. */
  TaskEndpoint(
      TaskMethod method,
      Set<String> parameters,
      List<String> files,
      ErrorShape errors,
      Preparation<A> preparation) {
    this(method, TaskFields.ofFiles(parameters, files), errors, preparation);
  }

  /** Makes a call of what was said. */
  @FunctionalInterface
  interface Preparation<A extends TaskAnswer> {

    /**
     * Reads the rest of what was said.
     *
     * @param accept the field Accept; empty where there is none
     * @throws io.salver.fault.Fault when it is wrong; the caller then closes the scope
     */
    Prepared<A> prepare(TaskArguments said, TaskContext context, String accept);
  }

  /** A call, and how its answer is written. */
  record Prepared<A extends TaskAnswer>(TaskCall<A> call, Function<A, Content> encoder) {}

  /** A body and what it is. */
  record Content(String mediaType, Buffer body) {

    static Content json(Buffer body) {
      return new Content("application/json", body);
    }
  }
}
