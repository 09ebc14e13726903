package io.salver.batch;

import io.salver.fault.Overloaded;
import io.salver.model.Model;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec.Join;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The line before one version of a model and the platform threads that run it, one per instance,
 * named after it.
 *
 * <pre>
 *   submit ──► waiting ──► running ──► succeeded | failed
 *                 └──► failed: stopped, late, evicted
 * </pre>
 *
 * <p>Thread-safe. Whoever takes work out of the line ends it, so that each ends once. Does not own
 * the model.
 */
public final class Batcher implements AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ModelId id;
  private final BatchPolicy policy;
  private final WaitingLine line;
  private final List<GroupRunner> runners = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /** A batcher whose threads wait for {@link #start}. */
  public Batcher(
      ModelId id,
      Model model,
      BatchPolicy policy,
      DirectMemoryPool pool,
      Ticker ticker,
      RunObserver observer) {
    this.id = id;
    this.policy = policy;
    Joiner joiner = new Joiner(model.signature());
    this.line =
        new WaitingLine(id.toString(), policy.capacity(), new Grouping(policy, joiner, ticker));
    GroupRunner.CostListener costs = policy.join() == Join.AUTO ? line::learn : (rows, nanos) -> {};
    for (int i = 0; i < policy.instances(); i++) {
      runners.add(new GroupRunner(model, joiner, pool, ticker, costs, observer));
    }
  }

  /** Begins to run what waits. Called once. */
  public void start() {
    Thread.Builder builder = Thread.ofPlatform().daemon().name("salver-" + id + "-", 0);
    for (GroupRunner runner : runners) {
      threads.add(builder.start(() -> serve(runner)));
    }
  }

  /**
   * Takes a place in the line.
   *
   * @throws Overloaded when there is none; the owner hears nothing then
   */
  public void submit(Work work) {
    line.add(work).ifPresent(this::evicted);
    var unused =
        work.stop()
            .onRaise(
                () -> {
                  if (line.remove(work)) {
                    work.abandon(Work.Phase.WAITING);
                  }
                });
  }

  /** Gives up waiting work that is less urgent than {@code priority}; false when there is none. */
  public boolean makeWay(int priority) {
    Optional<Work> evicted = line.evictFor(priority);
    evicted.ifPresent(this::evicted);
    return evicted.isPresent();
  }

  /** Requests that wait. */
  public int waiting() {
    return line.size();
  }

  /** Requests that wait and would go before a new one of that priority. */
  public int ahead(int priority) {
    return line.ahead(priority);
  }

  /** Ends what has become useless, waiting or running. */
  void sweep() {
    line.removeUseless().forEach(work -> work.abandon(Work.Phase.WAITING));
    runners.forEach(GroupRunner::stopIfLate);
  }

  /** Whether nothing waits or runs. */
  boolean isIdle() {
    return line.isIdle();
  }

  /** How full it is now. */
  public BatcherStatus status() {
    int running = 0;
    int busy = 0;
    for (GroupRunner runner : runners) {
      running += runner.running();
      busy += runner.running() > 0 ? 1 : 0;
    }
    return new BatcherStatus(id, line.size(), running, policy.capacity(), busy, policy.instances());
  }

  /** Lets the threads end once nothing waits any more. */
  @Override
  public void close() {
    line.close();
  }

  private void serve(GroupRunner runner) {
    try {
      for (Optional<Group> group = line.take(); group.isPresent(); group = line.take()) {
        runner.run(group.get());
        line.done();
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void evicted(Work work) {
    work.owner()
        .failed(
            new Overloaded(
                Overloaded.Reason.EVICTED,
                RETRY_AFTER,
                "the request made way for a more urgent one in the queue of model " + id));
  }
}
