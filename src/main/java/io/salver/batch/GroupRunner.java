package io.salver.batch;

import io.salver.model.Model;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs the groups of one instance, on its thread, and ends every work of them. When a joined run
 * fails, each of its members is run alone, so that only the one to blame fails. What runs now may
 * be asked from any thread.
 */
final class GroupRunner {

  private static final Logger LOG = System.getLogger(GroupRunner.class.getName());

  /** What a member of a joined run is told, once the run itself holds no memory any more. */
  private record Answer(Work work, Tensors outputs, RunTimes times) {

    void tell() {
      work.owner().succeeded(outputs, times);
    }
  }

  /** Hears what runs cost. */
  @FunctionalInterface
  interface CostListener {
    void learn(long rows, long nanos);
  }

  private final Model model;
  private final Joiner joiner;
  private final DirectMemoryPool pool;
  private final Ticker ticker;
  private final CostListener costs;
  private final RunObserver observer;
  private final AtomicReference<@Nullable RunningGroup> running = new AtomicReference<>();

  GroupRunner(
      Model model,
      Joiner joiner,
      DirectMemoryPool pool,
      Ticker ticker,
      CostListener costs,
      RunObserver observer) {
    this.model = model;
    this.joiner = joiner;
    this.pool = pool;
    this.ticker = ticker;
    this.costs = costs;
    this.observer = observer;
  }

  /** Runs {@code group} and tells every owner; never throws. */
  void run(Group group) {
    group.useless().forEach(work -> work.abandon(Work.Phase.WAITING));
    if (group.members().size() == 1) {
      alone(group.first());
    } else if (!group.isEmpty()) {
      together(group.members());
    }
  }

  /** Requests that are in a run now. */
  int running() {
    RunningGroup now = running.get();
    return now == null ? 0 : now.size();
  }

  /** Stops the run under way if it has become useless. */
  void stopIfLate() {
    RunningGroup now = running.get();
    if (now != null) {
      now.stopIfLate();
    }
  }

  private void alone(Work work) {
    if (work.isUseless()) {
      work.abandon(Work.Phase.WAITING);
      return;
    }
    long start = ticker.nanos();
    Tensors outputs;
    try {
      outputs = infer(List.of(work), work.inputs(), work.scope());
    } catch (Throwable failure) { // also an Error must be answered and must not end the thread
      report(work.rows(), 1, times(work, start, start, ticker.nanos(), 0), false);
      end(work, failure);
      return;
    }
    RunTimes times = times(work, start, start, ticker.nanos(), 0);
    report(work.rows(), 1, times, true);
    work.owner().succeeded(outputs, times);
  }

  private void together(List<Work> members) {
    List<Answer> answers;
    try (SharedScope shared = new SharedScope(pool.open())) {
      answers = joined(members, shared);
    } catch (Throwable failure) { // see alone
      LOG.log(
          Level.DEBUG,
          () -> "a run of " + members.size() + " requests failed; each is run alone",
          failure);
      members.forEach(this::alone);
      return;
    }
    answers.forEach(Answer::tell);
  }

  /** The outputs of each member, which keep {@code shared} until its own scope closes. */
  private List<Answer> joined(List<Work> members, SharedScope shared) {
    long start = ticker.nanos();
    long[] rows = members.stream().mapToLong(Work::rows).toArray();
    long total = members.stream().mapToLong(Work::rows).sum();
    long joinedAt;
    long ranAt;
    List<Tensors> parts;
    try (TensorScope inputs = pool.open()) {
      Tensors joined = joiner.join(members.stream().map(Work::inputs).toList(), inputs);
      joinedAt = ticker.nanos();
      Tensors outputs = infer(members, joined, shared.scope());
      ranAt = ticker.nanos();
      parts = joiner.split(outputs, rows);
    }
    long splitNanos = ticker.nanos() - ranAt;
    report(
        total, members.size(), times(members.getFirst(), start, joinedAt, ranAt, splitNanos), true);
    List<Answer> answers = new ArrayList<>(rows.length);
    for (int i = 0; i < rows.length; i++) {
      Work work = members.get(i);
      shared.share(work.scope());
      RunTimes times = times(work, start, joinedAt, ranAt, splitNanos);
      answers.add(new Answer(work, parts.get(i), times));
    }
    return answers;
  }

  private Tensors infer(List<Work> members, Tensors inputs, TensorScope scope) {
    try (RunningGroup group = new RunningGroup(members)) {
      running.set(group);
      StopSignal stop = group.signal();
      return model.infer(inputs, scope, stop);
    } finally {
      running.set(null);
    }
  }

  private void end(Work work, Throwable failure) {
    if (work.isUseless()) {
      work.abandon(Work.Phase.RUNNING);
    } else {
      work.owner().failed(failure);
    }
  }

  private void report(long rows, int requests, RunTimes times, boolean succeeded) {
    if (succeeded) {
      costs.learn(rows, times.joinNanos() + times.computeNanos() + times.splitNanos());
    }
    observer.ran(new RunReport(rows, requests, times, succeeded));
  }

  private static RunTimes times(Work work, long start, long joinedAt, long ranAt, long splitNanos) {
    return new RunTimes(
        start - work.arrivalNanos(), joinedAt - start, ranAt - joinedAt, splitNanos);
  }
}
