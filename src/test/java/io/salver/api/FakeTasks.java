package io.salver.api;

import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.Overloaded;
import io.salver.fault.TooLarge;
import io.salver.model.ModelId;
import io.salver.serving.ModelReference;
import io.salver.task.PairRequest;
import io.salver.task.TaskContext;
import io.salver.task.TaskTimes;
import io.salver.task.Verification;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * How a fake task answers: by the model and the content of the files. The model {@code busy} is
 * overloaded, {@code nowhere} not found and {@code slow} waits until its caller is gone or the
 * deadline passed; {@code broken} is no file, {@code huge} too large a one, and {@code crash} an
 * exception of ours. Thread-safe.
 */
public final class FakeTasks {

  /** What every answer says. */
  public static final TaskTimes TIMES =
      new TaskTimes(1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000, 6_000_000);

  private final BlockingQueue<TaskContext> contexts = new LinkedBlockingQueue<>();

  /** The contexts of the requests that came and were not taken yet. */
  public BlockingQueue<TaskContext> contexts() {
    return contexts;
  }

  <A> CompletionStage<A> answer(
      TaskContext context, List<ByteBuffer> files, Function<ModelId, A> answer) {
    contexts.add(context);
    String name = context.model().map(ModelReference::name).orElse("eyes");
    long version = context.model().flatMap(ModelReference::version).orElse(3L);
    if (name.equals("slow")) {
      CompletableFuture<A> later = new CompletableFuture<>();
      context.stop().onRaise(() -> later.completeExceptionally(new Cancelled("stopped")));
      if (context.deadline().remainingNanos() < Duration.ofMinutes(1).toNanos()) {
        later.completeExceptionally(new DeadlineExceeded("deadline passed before it ran"));
      }
      return later;
    }
    return failure(name, files)
        .<CompletionStage<A>>map(CompletableFuture::failedFuture)
        .orElseGet(
            () -> {
              if (files.stream().anyMatch(file -> text(file).equals("crash"))) {
                throw new IllegalStateException("secret");
              }
              return CompletableFuture.completedFuture(answer.apply(new ModelId(name, version)));
            });
  }

  CompletionStage<Verification> verify(PairRequest request) {
    return answer(
        request.context(),
        List.of(request.first(), request.second()),
        model ->
            new Verification(
                model,
                text(request.first()).equals(text(request.second())) ? 1 : 0,
                request.threshold().orElse(0.6),
                TIMES));
  }

  static String text(ByteBuffer file) {
    return StandardCharsets.UTF_8.decode(file.duplicate()).toString();
  }

  private static Optional<Fault> failure(String model, List<ByteBuffer> files) {
    switch (model) {
      case "busy" -> {
        return Optional.of(
            new Overloaded(Overloaded.Reason.QUEUE_FULL, Duration.ofSeconds(3), "too much to do"));
      }
      case "nowhere" -> {
        return Optional.of(new NotFound("no model 'nowhere'"));
      }
      default -> {}
    }
    for (ByteBuffer file : files) {
      switch (text(file)) {
        case "broken" -> {
          return Optional.of(new InvalidInput("the file is damaged"));
        }
        case "huge" -> {
          return Optional.of(new TooLarge("the file has too many pixels"));
        }
        default -> {}
      }
    }
    return Optional.empty();
  }
}
