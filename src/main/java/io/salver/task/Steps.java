package io.salver.task;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Does one step after the other. Stateless. */
public final class Steps {

  private Steps() {}

  /** One of several steps. */
  @FunctionalInterface
  public interface Step {
    /** Whether there is more to do. */
    CompletionStage<Boolean> next();
  }

  /** Does {@code steps} until one says that it was the last; fails with a fault. */
  public static CompletionStage<Void> until(Step steps) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    turn(steps, end);
    return end;
  }

  /** Steps that are done already go on here, so that any number of them takes no stack. */
  private static void turn(Step steps, CompletableFuture<Void> end) {
    while (true) {
      CompletableFuture<Boolean> next;
      try {
        next = steps.next().toCompletableFuture();
      } catch (RuntimeException | Error failure) {
        end.completeExceptionally(Failures.fault(failure));
        return;
      }
      if (!next.isDone() || next.isCompletedExceptionally()) {
        var unused =
            next.whenComplete(
                (more, failure) -> {
                  if (failure != null) {
                    end.completeExceptionally(Failures.fault(failure));
                  } else if (more) {
                    turn(steps, end);
                  } else {
                    end.complete(null);
                  }
                });
        return;
      }
      if (!next.join()) {
        end.complete(null);
        return;
      }
    }
  }
}
