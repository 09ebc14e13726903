package io.salver.task.vision;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.task.Failures;
import io.salver.task.Stopwatch;
import io.salver.task.Stopwatch.Part;
import io.salver.task.TaskContext;
import java.util.concurrent.CompletableFuture;

/** One request on its way to a thread of the task, and from one attempt to the next. */
final class Look {

  private final VisionRequest request;
  private final VisionTools tools;
  private final Stopwatch watch;
  private final CompletableFuture<Attempt> done = new CompletableFuture<>();

  Look(VisionRequest request, VisionTools tools) {
    this.request = request;
    this.tools = tools;
    this.watch = new Stopwatch(tools.ticker());
  }

  /** Has it begun; completes with the attempt that succeeded, or with a fault. */
  CompletableFuture<Attempt> start() {
    try {
      if (request.images().isEmpty()) {
        throw new InvalidInput("there is no picture in the request; at least one is expected");
      }
      request.task().check();
      tools.threads().execute(this::begin);
    } catch (Fault refused) {
      done.completeExceptionally(refused);
    }
    return done;
  }

  private void begin() {
    watch.lap(Part.WAIT);
    TaskContext context = request.context();
    try {
      context.stop().check();
      context.deadline().check("the pictures were decoded");
      tools
          .models()
          .use(
              request.task().name(),
              context,
              chosen -> new Attempt(request, tools, chosen, watch).start())
          .whenComplete(this::end);
    } catch (RuntimeException | Error failure) {
      done.completeExceptionally(Failures.fault(failure));
    }
  }

  private void end(Attempt finished, Throwable failure) {
    if (failure == null) {
      done.complete(finished);
    } else {
      done.completeExceptionally(Failures.fault(failure));
    }
  }
}
