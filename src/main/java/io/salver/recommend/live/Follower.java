package io.salver.recommend.live;

import io.salver.fault.Fault;
import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.ChangeLog;
import io.salver.recommend.catalogue.NumberedChange;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that changes a catalogue: it reads the log from where it stands, applies what it
 * finds, tells the listeners, and waits until it is woken or some time has passed, because other
 * processes may write too. A store or listener that fails is asked again.
 *
 * <p>Thread-safe. What is done with listeners is done on its thread, in the order it was asked for.
 */
final class Follower implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Follower.class.getName());
  private static final int PAGE = 1_000;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration SEEN_LIMIT = Duration.ofSeconds(2);

  private record Waiter(long sequence, CompletableFuture<Void> seen) {}

  private final String name;
  private final Catalogue catalogue;
  private final ChangeLog log;
  private final CatalogueUpdater updater;
  private final Snapshots snapshots;
  private final Duration poll;
  private final Semaphore wake = new Semaphore(0);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final Thread thread;
  private volatile long position;
  private volatile boolean stopped;
  private boolean storeFailed;

  Follower(
      String name,
      Catalogue catalogue,
      ChangeLog log,
      CatalogueUpdater updater,
      Snapshots snapshots,
      Duration poll) {
    this.name = name;
    this.catalogue = catalogue;
    this.log = log;
    this.updater = updater;
    this.snapshots = snapshots;
    this.poll = poll;
    this.thread = Thread.ofPlatform().daemon().name("catalogue-" + name).unstarted(this::run);
  }

  /** Reads the past, on the calling thread. */
  void readPast() {
    for (List<NumberedChange> page = log.after(name, 0, PAGE);
        !page.isEmpty();
        page = log.after(name, position, PAGE)) {
      var unused = updater.apply(page, false);
      position = page.getLast().sequence();
    }
    var unclaimed = catalogue.items().ids().endReservations();
    LOG.log(
        Level.DEBUG, () -> name + ": " + unclaimed.length + " items are gone since the snapshot");
  }

  /** Begins to follow; called once. */
  void start() {
    thread.start();
  }

  /** The sequence of the last change that was applied. */
  long position() {
    return position;
  }

  /**
   * Completes when requests see the change of that sequence, or after {@link #SEEN_LIMIT} at the
   * latest: what is durable is to be acknowledged even if this process cannot read it now.
   */
  CompletableFuture<Void> seen(long sequence) {
    CompletableFuture<Void> seen = new CompletableFuture<>();
    waiting.add(new Waiter(sequence, seen));
    if (position >= sequence) {
      tellWaiting();
    }
    return seen.completeOnTimeout(null, SEEN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks for changes at once. */
  void wake() {
    wake.release();
  }

  /**
   * Has {@code listener} follow from {@code from} on; completes when it has caught up.
   *
   * <p>The bulk of a long way is read on the calling thread, while the catalogue goes on.
   */
  CompletableFuture<Void> attach(ItemListener listener, long from) {
    Delivery delivery = new Delivery(name, catalogue, log, listener, from);
    delivery.catchUp(position);
    return onThread(
        () -> {
          delivery.mend(position);
          deliveries.add(delivery);
        });
  }

  /** Has {@code listener} hear of nothing any more; completes when that is so. */
  CompletableFuture<Void> detach(ItemListener listener) {
    return onThread(() -> deliveries.removeIf(each -> each.listener() == listener));
  }

  /** Stops, and writes a last snapshot. */
  @Override
  public void close() {
    stopped = true;
    wake();
    try {
      if (!thread.join(STOP_LIMIT)) {
        LOG.log(Level.WARNING, () -> "the catalogue of " + name + " did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    runTasks();
  }

  private CompletableFuture<Void> onThread(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            task.run();
            done.complete(null);
          } catch (Throwable failure) { // whoever waits must hear of it
            done.completeExceptionally(failure);
          }
        });
    wake();
    if (stopped && !thread.isAlive()) {
      runTasks(); // nobody else would
    }
    return done;
  }

  private void run() {
    try {
      while (!stopped) {
        var unused = wake.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
        runTasks();
        follow();
        snapshots.saveIfDue(position, catalogue.items().ids(), settled());
      }
      runTasks();
      snapshots.saveAtTheEnd(position, catalogue.items().ids(), settled());
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** The listeners that know everything. */
  private List<ItemListener> settled() {
    return deliveries.stream()
        .filter(each -> each.position() == position)
        .map(Delivery::listener)
        .toList();
  }

  private void follow() {
    try {
      for (List<NumberedChange> page = log.after(name, position, PAGE);
          !page.isEmpty();
          page = log.after(name, position, PAGE)) {
        apply(page);
      }
      deliveries.stream()
          .filter(each -> each.position() < position)
          .forEach(each -> guarded(each, () -> each.mend(position)));
      if (storeFailed) {
        storeFailed = false;
        LOG.log(Level.INFO, () -> "the catalogue of " + name + " follows again");
      }
    } catch (Fault fault) {
      if (!storeFailed) {
        storeFailed = true;
        LOG.log(Level.ERROR, () -> name + " cannot follow its catalogue: " + fault.explanation());
      }
    }
  }

  private void apply(List<NumberedChange> page) {
    long before = position;
    ChangedItems changed = updater.apply(page, true);
    position = page.getLast().sequence();
    for (Delivery delivery : deliveries) {
      if (delivery.position() == before) {
        guarded(delivery, () -> delivery.tell(changed, position));
      }
    }
    tellWaiting();
  }

  private void tellWaiting() {
    waiting.removeIf(
        waiter -> {
          boolean isSeen = waiter.sequence() <= position;
          if (isSeen) {
            waiter.seen().complete(null);
          }
          return isSeen || waiter.seen().isDone();
        });
  }

  private void guarded(Delivery delivery, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException failure) {
      LOG.log(
          Level.WARNING,
          () -> delivery.listener().name() + " of " + name + " fell behind and will catch up",
          failure);
    }
  }
}
