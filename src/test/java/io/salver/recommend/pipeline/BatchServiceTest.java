package io.salver.recommend.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.recommend.BatchProgress;
import io.salver.recommend.BatchSink;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class BatchServiceTest {

  private static final int THREADS = 2;

  private final Fake pipeline = new Fake();
  private final Told told = new Told();
  private final List<Integer> waits = Collections.synchronizedList(new ArrayList<>());
  private final BatchService service = new BatchService(pipeline, waits::add, THREADS, 1);

  @AfterEach
  void stop() {
    pipeline.gate.release(1_000_000);
    service.close();
  }

  @Test
  void answers_come_in_the_order_of_the_requests_with_the_progress() {
    pipeline.gate.release(1_000);
    BatchProgress end = join(service.recommendAll(users(1, 100), told, StopSignal.never()));
    assertThat(end).isEqualTo(new BatchProgress(100, 0, 0));
    assertThat(told.lines).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(told.lines.get(i)).isEqualTo(i + ": user " + (i + 1) + " of " + (i + 1));
    }
  }

  @Test
  void a_request_that_fails_stops_no_other() {
    pipeline.gate.release(1_000);
    List<Supplier<RecommendationRequest>> requests = new ArrayList<>();
    requests.add(() -> user(1));
    requests.add(
        () -> {
          throw new InvalidInput("line 2 is no request");
        });
    requests.add(() -> user(Fake.BROKEN));
    requests.add(() -> user(4));
    BatchProgress end = join(service.recommendAll(requests.iterator(), told, StopSignal.never()));
    assertThat(end).isEqualTo(new BatchProgress(2, 0, 2));
    assertThat(told.lines)
        .containsExactly(
            "0: user 1 of 1",
            "1: line 2 is no request of 2",
            "2: the recommendation failed of 3",
            "3: user 4 of 4");
  }

  @Test
  void no_more_are_under_way_than_there_are_threads_and_a_slow_reader_is_waited_for()
      throws InterruptedException {
    pipeline.gate.release(1_000_000);
    AtomicInteger taken = new AtomicInteger();
    Iterator<Supplier<RecommendationRequest>> endless = counted(1_000, taken);
    told.holding = true;
    var end = service.recommendAll(endless, told, StopSignal.never()).toCompletableFuture();
    told.arrived.acquire();
    // One is told, a window waits to be told, and one more waits for a place of the window.
    assertThat(taken.get()).isLessThanOrEqualTo(2 + 2 * THREADS);
    assertThat(pipeline.most.get()).isLessThanOrEqualTo(THREADS);
    told.holding = false;
    told.release.release(1_000_000);
    assertThat(end.join().answered()).isEqualTo(1_000);
  }

  @Test
  void an_answer_is_told_before_the_next_request_comes() throws InterruptedException {
    pipeline.gate.release(1_000);
    BlockingQueue<Optional<RecommendationRequest>> line = new LinkedBlockingQueue<>();
    var end = service.recommendAll(waiting(line), told, StopSignal.never()).toCompletableFuture();
    for (int user = 1; user <= 3; user++) {
      line.add(Optional.of(user(user)));
      told.arrived.acquire();
      assertThat(told.lines).hasSize(user);
    }
    line.add(Optional.empty());
    assertThat(end.join().answered()).isEqualTo(3);
  }

  @Test
  void what_is_refused_for_lack_of_capacity_is_tried_again() {
    pipeline.gate.release(1_000);
    pipeline.refusals.set(3);
    BatchProgress end = join(service.recommendAll(users(1, 1), told, StopSignal.never()));
    assertThat(end.answered()).isEqualTo(1);
    assertThat(waits).containsExactly(1, 2, 3);
  }

  @Test
  void as_many_batches_run_as_may() {
    var first = service.recommendAll(users(1, 5), told, StopSignal.never());
    assertThat(failure(service.recommendAll(users(1, 5), told, StopSignal.never())))
        .isInstanceOf(Overloaded.class)
        .hasMessageContaining("as many batches run as may");
    pipeline.gate.release(1_000);
    join(first);
    join(service.recommendAll(users(1, 5), told, StopSignal.never()));
  }

  @Test
  void a_batch_ends_when_nobody_wants_it_and_leaves_nothing_under_way()
      throws InterruptedException {
    StopSignal stop = StopSignal.create();
    var end = service.recommendAll(users(1, 1_000), told, stop).toCompletableFuture();
    pipeline.begun.acquire();
    stop.raise(new Cancelled("the client has gone"));
    pipeline.gate.release(1_000_000);
    assertThat(failure(end)).isInstanceOf(Cancelled.class);
    assertThat(pipeline.underWay.get()).isZero();
    assertThat(told.lines.size()).isLessThan(1_000);
  }

  @Test
  void a_batch_whose_requests_never_come_ends_too() {
    StopSignal stop = StopSignal.create();
    var end =
        service
            .recommendAll(waiting(new LinkedBlockingQueue<>()), told, stop)
            .toCompletableFuture();
    stop.raise(new Cancelled("the client has gone"));
    assertThat(failure(end)).isInstanceOf(Cancelled.class);
  }

  @Test
  void what_the_sink_throws_ends_the_batch() {
    pipeline.gate.release(1_000_000);
    BatchSink broken =
        new BatchSink() {
          @Override
          public void answered(long index, Recommendation answer, BatchProgress progress) {
            throw new IllegalStateException("cannot write");
          }

          @Override
          public void failed(long index, Fault fault, BatchProgress progress) {}
        };
    var end = service.recommendAll(users(1, 1_000), broken, StopSignal.never());
    assertThat(failure(end)).isInstanceOf(IllegalStateException.class);
    assertThat(pipeline.underWay.get()).isZero();
  }

  @Test
  void a_service_that_stops_ends_its_batches() throws InterruptedException {
    var end = service.recommendAll(users(1, 1_000), told, StopSignal.never());
    pipeline.begun.acquire();
    CountDownLatch closed = new CountDownLatch(1);
    Thread.ofPlatform()
        .start(
            () -> {
              service.close();
              closed.countDown();
            });
    pipeline.gate.release(1_000_000);
    closed.await();
    assertThat(failure(end)).isInstanceOf(Overloaded.class);
    assertThat(failure(service.recommendAll(users(1, 1), told, StopSignal.never())))
        .isInstanceOf(Overloaded.class);
  }

  private static BatchProgress join(CompletionStage<BatchProgress> end) {
    return end.toCompletableFuture().join();
  }

  private static Throwable failure(CompletionStage<BatchProgress> end) {
    CompletableFuture<BatchProgress> future = end.toCompletableFuture();
    assertThatExceptionOfType(CompletionException.class).isThrownBy(future::join);
    Throwable failure = future.exceptionNow();
    return failure instanceof CompletionException wrapped && wrapped.getCause() != null
        ? wrapped.getCause()
        : failure;
  }

  private static RecommendationRequest user(long id) {
    return RecommendationRequest.builder().userId(id).build();
  }

  private static Iterator<Supplier<RecommendationRequest>> users(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .<Supplier<RecommendationRequest>>mapToObj(id -> () -> user(id))
        .iterator();
  }

  private static Iterator<Supplier<RecommendationRequest>> counted(int count, AtomicInteger taken) {
    Iterator<Supplier<RecommendationRequest>> users = users(1, count);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return users.hasNext();
      }

      @Override
      public Supplier<RecommendationRequest> next() {
        taken.incrementAndGet();
        return users.next();
      }
    };
  }

  /** Requests as they come through a queue; an absent one is the end. */
  private static Iterator<Supplier<RecommendationRequest>> waiting(
      BlockingQueue<Optional<RecommendationRequest>> line) {
    return new Iterator<>() {
      private Optional<RecommendationRequest> next = Optional.empty();

      @Override
      public boolean hasNext() {
        try {
          next = line.take();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return next.isPresent();
      }

      @Override
      public Supplier<RecommendationRequest> next() {
        return next::orElseThrow;
      }
    };
  }

  private static final class Fake implements BatchService.Answers {

    private static final long BROKEN = 4711;

    private final Semaphore gate = new Semaphore(0);
    private final Semaphore begun = new Semaphore(0);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();

    @Override
    public Recommendation answer(RecommendationRequest request, Deadline deadline) {
      most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      begun.release();
      gate.acquireUninterruptibly();
      underWay.decrementAndGet();
      if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new Overloaded(Overloaded.Reason.QUEUE_FULL, Duration.ofSeconds(1), "full");
      }
      long user = request.userId().getAsLong();
      if (user == BROKEN) {
        throw new IllegalStateException("no such luck");
      }
      return made("user " + user);
    }

    private static Recommendation made(String id) {
      return new Recommendation(
          id,
          "tiny",
          List.of(),
          "1",
          Optional.empty(),
          Optional.empty(),
          new Recommendation.Ignored(0, 0),
          new Recommendation.Versions("1", 1, 1, OptionalLong.empty()),
          List.of(),
          0,
          0);
    }
  }

  private static final class Told implements BatchSink {

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore release = new Semaphore(0);
    private volatile boolean holding;

    @Override
    public void answered(long index, Recommendation answer, BatchProgress progress) {
      tell(index + ": " + answer.id() + " of " + progress.done());
    }

    @Override
    public void failed(long index, Fault fault, BatchProgress progress) {
      tell(index + ": " + fault.explanation() + " of " + progress.done());
    }

    private void tell(String line) {
      lines.add(line);
      arrived.release();
      if (holding) {
        release.acquireUninterruptibly();
      }
    }
  }
}
