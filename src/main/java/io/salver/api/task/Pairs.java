package io.salver.api.task;

import io.salver.task.PairRequest;
import io.salver.task.TaskContext;

/** Reads requests to compare two files. Stateless. */
final class Pairs {

  private Pairs() {}

  static PairRequest of(TaskArguments said, TaskContext context) {
    return new PairRequest(
        context, said.file("first"), said.file("second"), said.real("threshold", -1, 1));
  }
}
