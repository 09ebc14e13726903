package io.salver.task.tabular;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.table.Rows;
import io.salver.task.Failures;
import io.salver.task.Stopwatch;
import io.salver.task.Stopwatch.Part;
import io.salver.task.TaskContext;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request on its way to a thread of the task, and from one attempt to the next. */
final class Prediction {

  private static final int MOST_BUDGET = 100_000;

  private final PredictRequest request;
  private final TabularTools tools;
  private final Stopwatch watch;
  private final CompletableFuture<TabularAnswer> done = new CompletableFuture<>();

  Prediction(PredictRequest request, TabularTools tools) {
    this.request = request;
    this.tools = tools;
    this.watch = new Stopwatch(tools.ticker());
  }

  /** Has it begun; completes with the answer or with a fault. */
  CompletableFuture<TabularAnswer> start() {
    try {
      request.explain().ifPresent(explain -> check(explain.budget()));
      tools.threads().execute(this::begin);
    } catch (Fault refused) {
      done.completeExceptionally(refused);
    }
    return done;
  }

  private static void check(OptionalInt budget) {
    if (budget.isPresent() && (budget.getAsInt() < 1 || budget.getAsInt() > MOST_BUDGET)) {
      throw new InvalidInput(
          "explain.budget is %d; 1 to %d is expected".formatted(budget.getAsInt(), MOST_BUDGET));
    }
  }

  private void begin() {
    watch.lap(Part.WAIT);
    TaskContext context = request.context();
    try {
      context.stop().check();
      context.deadline().check("the rows were read");
      Rows rows = request.rows().read(context.scope());
      if (rows.count() == 0) {
        throw new InvalidInput("there is no row in the request; at least one is expected");
      }
      watch.lap(Part.DECODE);
      tools
          .models()
          .use(
              TabularPlans.TASKS,
              context,
              chosen -> new Attempt(request, rows, tools, chosen, watch).start())
          .whenComplete(this::end);
    } catch (RuntimeException | Error failure) {
      done.completeExceptionally(Failures.fault(failure));
    }
  }

  private void end(@Nullable TabularAnswer answer, @Nullable Throwable failure) {
    if (answer == null) {
      done.completeExceptionally(Failures.fault(failure));
    } else {
      done.complete(answer);
    }
  }
}
