package io.salver.recommend.live;

import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.recommend.catalogue.CatalogueService.Outcome;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.ChangeLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Writes the changes of one catalogue in the order they come, as many as wait together in one
 * transaction, so that the price of durability is shared. Thread-safe; at most {@value #CAPACITY}
 * changes wait.
 */
final class GroupCommit implements AutoCloseable {

  static final int CAPACITY = 20_000;
  private static final int TOGETHER = 2_000;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  /** What waits: changes, or nothing, which ends the thread. */
  private record Command(List<Change> changes, CompletableFuture<List<Outcome>> answer) {

    boolean isStop() {
      return changes.isEmpty();
    }
  }

  private final String name;
  private final ChangeCheck check;
  private final ChangeLog log;
  private final LongFunction<CompletionStage<?>> seen;
  private final LinkedBlockingQueue<Command> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * A writer that has begun.
   *
   * @param seen completes when requests see the change of a sequence; asked after every transaction
   */
  GroupCommit(
      String name, ChangeCheck check, ChangeLog log, LongFunction<CompletionStage<?>> seen) {
    this.name = name;
    this.check = check;
    this.log = log;
    this.seen = seen;
    this.thread = Thread.ofPlatform().daemon().name("catalogue-writer-" + name).start(this::run);
  }

  /** What became of each change, when they are durable and requests see them. */
  CompletionStage<List<Outcome>> write(List<Change> changes) {
    if (changes.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    int after = waiting.addAndGet(changes.size());
    if (stopped || after > CAPACITY) {
      waiting.addAndGet(-changes.size());
      return CompletableFuture.failedFuture(
          stopped
              ? new Overloaded(
                  Overloaded.Reason.SHUTTING_DOWN, Duration.ofSeconds(1), "the service is stopping")
              : new Overloaded(
                  Overloaded.Reason.QUEUE_FULL,
                  Duration.ofSeconds(1),
                  CAPACITY + " changes of " + name + " wait already"));
    }
    Command command = new Command(List.copyOf(changes), new CompletableFuture<>());
    queue.add(command);
    return command.answer();
  }

  /** Writes what waits and ends. */
  @Override
  public void close() {
    stopped = true;
    queue.add(new Command(List.of(), new CompletableFuture<>()));
    try {
      var unused = thread.join(STOP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (Command first = queue.take(); !first.isStop(); first = queue.take()) {
        List<Command> group = new ArrayList<>(List.of(first));
        int size = first.changes().size();
        for (Command next = queue.peek();
            next != null && !next.isStop() && size + next.changes().size() <= TOGETHER;
            next = queue.peek()) {
          group.add(queue.remove());
          size += next.changes().size();
        }
        write(new Group(group));
        waiting.addAndGet(-size);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Group group) {
    try {
      group.check();
      long[] sequences = group.kept.isEmpty() ? new long[0] : log.write(name, group.kept);
      long last = LongStream.of(sequences).max().orElse(0);
      var unused = seen.apply(last).whenComplete((done, failure) -> group.answer(sequences));
    } catch (RuntimeException failure) {
      group.commands.forEach(command -> command.answer().completeExceptionally(failure));
    }
  }

  /** Several commands that are written together. */
  private final class Group {

    final List<Command> commands;
    final List<Change> kept = new ArrayList<>();
    private final List<List<Outcome>> outcomes = new ArrayList<>();

    Group(List<Command> commands) {
      this.commands = commands;
    }

    /** Keeps what fits the schema; the others get their reason, and those kept a place. */
    void check() {
      for (Command command : commands) {
        List<Outcome> of = new ArrayList<>(command.changes().size());
        for (Change change : command.changes()) {
          try {
            kept.add(check.check(change));
            of.add(new Outcome.Unchanged());
          } catch (InvalidInput refused) {
            of.add(new Outcome.Refused(refused.explanation()));
          }
        }
        outcomes.add(of);
      }
    }

    void answer(long[] sequences) {
      int next = 0;
      for (int i = 0; i < commands.size(); i++) {
        List<Outcome> of = outcomes.get(i);
        for (int j = 0; j < of.size(); j++) {
          if (of.get(j) instanceof Outcome.Unchanged) {
            long sequence = sequences[next++];
            of.set(j, sequence == 0 ? of.get(j) : new Outcome.Written(sequence));
          }
        }
        commands.get(i).answer().complete(List.copyOf(of));
      }
    }
  }
}
