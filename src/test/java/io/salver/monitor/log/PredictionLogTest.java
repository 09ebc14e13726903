package io.salver.monitor.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.monitor.Observation;
import io.salver.monitor.PredictionId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PredictionLogTest {

  private static final LogBounds BOUNDS =
      new LogBounds(100, 10_000, 10, 2, Duration.ofNanos(1), Duration.ofSeconds(60));

  private final TestSink sink = new TestSink();

  /**
   * A sink that takes a batch whenever it is allowed to, and refuses as often as it is told to;
   * records of an index above 0 it never takes.
   */
  private static final class TestSink implements LogSink {

    private final Semaphore allowed = new Semaphore(0);
    private final Semaphore began = new Semaphore(0);
    private final Random random = new Random(1);
    private final List<Observation> written = new ArrayList<>();
    private volatile double refusals;
    private boolean isClosed;

    @Override
    public String name() {
      return "test";
    }

    @Override
    public int write(List<Observation> records) throws IOException {
      began.release();
      allowed.acquireUninterruptibly();
      if (random.nextDouble() < refusals) {
        throw new IOException("there is no room on the disk");
      }
      List<Observation> taken = records.stream().filter(each -> each.id().index() == 0).toList();
      synchronized (this) {
        written.addAll(taken);
      }
      return records.size() - taken.size();
    }

    synchronized int written() {
      return written.size();
    }

    @Override
    public synchronized void close() {
      isClosed = true;
    }

    synchronized boolean isClosed() {
      return isClosed;
    }
  }

  @Test
  void whatWasAcceptedIsWrittenBeforeItIsClosed() {
    sink.allowed.release(1_000);
    PredictionLog log = log(BOUNDS);
    accept(log, 50);
    log.close();
    assertThat(log.ledger()).isEqualTo(new Ledger(50, 50, 0, 0, 0));
    assertThat(sink.written()).isEqualTo(50);
    assertThat(sink.isClosed()).isTrue();
    accept(log, 1);
    assertThat(log.ledger()).isEqualTo(new Ledger(51, 50, 1, 0, 0));
  }

  @Test
  void deadSinkTakesNoMemoryBeyondTheBoundAndNobodyWaits() {
    PredictionLog log = log(BOUNDS);
    accept(log, 1_000);
    sink.began.acquireUninterruptibly();
    assertThat(log.ledger()).isEqualTo(new Ledger(1_000, 0, 900, 0, 100));
    sink.allowed.release(1_000);
    log.close();
    assertThat(log.ledger()).isEqualTo(new Ledger(1_000, 100, 900, 0, 0));
  }

  @Test
  void valuesAreBoundedAsRecordsAre() {
    LogBounds few = new LogBounds(100, 30, 10, 1, Duration.ZERO, Duration.ofSeconds(60));
    PredictionLog log = log(few);
    accept(log, 10);
    int each = LogBounds.values(plain("0"));
    assertThat(log.ledger().queued()).isEqualTo(30 / each);
    sink.allowed.release(1_000);
    log.close();
  }

  @Test
  void batchThatIsRefusedInAllAttemptsHasFailed() {
    sink.refusals = 1;
    sink.allowed.release(1_000);
    PredictionLog log = log(BOUNDS);
    accept(log, 20);
    log.close();
    assertThat(log.ledger()).isEqualTo(new Ledger(20, 0, 0, 20, 0));
    assertThat(sink.isClosed()).isTrue();
  }

  @Test
  void recordThatIsNeverTakenFailsAlone() {
    sink.allowed.release(1_000);
    PredictionLog log = log(BOUNDS);
    accept(log, 5);
    Observation usual = plain("poison");
    log.accept(
        new Observation(
            usual.model(),
            new PredictionId("poison", 1),
            usual.at(),
            usual.sample(),
            usual.predicted()));
    accept(log, 5);
    log.close();
    assertThat(log.ledger()).isEqualTo(new Ledger(11, 10, 0, 1, 0));
  }

  @Test
  void sinkThatDoesNotComeBackDoesNotHoldUpTheEnd() {
    LogBounds hasty = new LogBounds(100, 10_000, 10, 100, Duration.ofDays(1), Duration.ZERO);
    sink.refusals = 1;
    sink.allowed.release(1_000);
    PredictionLog log = log(hasty);
    accept(log, 30);
    log.close();
    Ledger ledger = log.ledger();
    assertThat(ledger.failed() + ledger.dropped()).isEqualTo(30);
  }

  /** Whatever the sink does, and whenever one looks, nothing is unaccounted for. */
  @Test
  void sumOfTheLedgerAlwaysHolds() throws InterruptedException {
    sink.refusals = .5;
    PredictionLog log = log(BOUNDS);
    List<Thread> producers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      producers.add(Thread.ofPlatform().start(() -> accept(log, 2_000)));
    }
    while (producers.stream().anyMatch(Thread::isAlive)) {
      sink.allowed.release();
      assertBalanced(log.ledger());
    }
    sink.allowed.release(100_000);
    for (Thread producer : producers) {
      producer.join();
    }
    log.close();
    assertBalanced(log.ledger());
    assertThat(log.ledger().accepted()).isEqualTo(6_000);
    assertThat(log.ledger().queued()).isZero();
    assertThat(log.ledger().written()).isEqualTo(sink.written());
  }

  @Test
  void modelsThatAreNotLoadedAreNotLogged() throws InterruptedException {
    PredictionLog log = log(BOUNDS);
    assertThat(log.share(plain("0").model())).isZero();
    assertThat(sink.began.tryAcquire(0, TimeUnit.SECONDS)).isFalse();
    log.close();
  }

  private static void assertBalanced(Ledger ledger) {
    assertThat(ledger.written() + ledger.dropped() + ledger.failed() + ledger.queued())
        .isEqualTo(ledger.accepted());
  }

  private PredictionLog log(LogBounds bounds) {
    return new PredictionLog(bounds, 1, new LoggedModels(), Optional.empty(), sink);
  }

  private static void accept(PredictionLog log, int records) {
    for (int i = 0; i < records; i++) {
      log.accept(plain(Integer.toString(i)));
    }
  }

  private static Observation plain(String id) {
    return LogSinkContract.record(id);
  }
}
