package io.salver.api.catalogue;

import io.salver.api.Failures;
import io.salver.api.WellFormedText;
import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import io.salver.recommend.catalogue.CatalogueService;
import io.salver.recommend.catalogue.CatalogueService.Outcome;
import io.salver.recommend.catalogue.Change;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One stream of changes on its way into a catalogue, in order and in bounded memory: while one
 * batch is written the next is collected, and what does not fit is not read. A batch is written as
 * soon as the one before it is durable, however small it is, so that a slow stream is not held back
 * and a fast one fills its batches.
 *
 * <pre>
 *   OPEN ── end of the stream ──▶ ENDING ── last batch durable ──▶ OVER: told Done
 *     ├────────────┴── the store failed ──▶ OVER: told Failed
 *     └────────────┴── the client is gone ──▶ OVER
 * </pre>
 *
 * An overloaded catalogue is asked again after the time that it names. Confined to {@code
 * executor}, which completions enter from other threads; it must run its tasks one by one.
 */
public final class BulkLoad {

  /** Most bytes of one batch, but for its last change. */
  static final long MAX_BATCH_BYTES = 4 << 20;

  /** Most wrong lines that are told; the others are counted. */
  public static final int MAX_WRONG = 1_000;

  private static final int MAX_TEXT = 500;
  private static final int MAX_REPEATS = 20;
  private static final long PROGRESS_NANOS = Duration.ofSeconds(1).toNanos();

  /** The client of a load. Called on the load's executor only. */
  public interface Client {

    /** There is room for more changes. */
    void room();

    /** Whether it reads what it is told. */
    boolean keepsUp();

    void tell(BulkNews news);
  }

  /** Runs a task after a while, on any thread. */
  public interface Delay {
    void after(Duration time, Runnable task);
  }

  private enum State {
    OPEN,
    ENDING,
    OVER
  }

  private final CatalogueService catalogues;
  private final String recommender;
  private final Client client;
  private final Executor executor;
  private final Delay delay;
  private final Ticker ticker;

  private State state = State.OPEN;
  private Batch collected = new Batch();
  private boolean writing;
  private int repeats;
  private long written;
  private long unchanged;
  private long refused;
  private long untold;
  private long lastProgress;

  /** A load of the catalogue of {@code recommender}; starts empty. */
  public BulkLoad(
      CatalogueService catalogues,
      String recommender,
      Client client,
      Executor executor,
      Delay delay,
      Ticker ticker) {
    this.catalogues = catalogues;
    this.recommender = recommender;
    this.client = client;
    this.executor = executor;
    this.delay = delay;
    this.ticker = ticker;
    this.lastProgress = ticker.nanos();
  }

  /** Whether another line may be handed over. */
  public boolean hasRoom() {
    return state == State.OPEN
        && collected.size() < CatalogueService.MAX_CHANGES
        && collected.bytes() < MAX_BATCH_BYTES;
  }

  /** Hands over the change of a line, which took so many bytes. */
  public void change(long line, Change change, long bytes) {
    collected.add(line, change, bytes);
  }

  /** Tells of a line that is no change. */
  public void wrong(long line, String text) {
    refuse(line, text);
  }

  /** Nothing more is there to hand over at the moment, or no room for it. */
  public void flush() {
    if (state != State.OVER && !writing && collected.size() > 0) {
      writing = true;
      Batch batch = collected;
      collected = new Batch();
      write(batch);
    }
  }

  /** No line follows. */
  public void end() {
    if (state == State.OPEN) {
      state = State.ENDING;
      flush();
      endWhenSettled();
    }
  }

  /** The client is gone, or told nothing that can be read; what is being written is written. */
  public void cancel() {
    state = State.OVER;
    collected = new Batch();
  }

  /** Ends early for a reason that the client is told. */
  public void fail(Fault fault) {
    if (state != State.OVER) {
      cancel();
      client.tell(new BulkNews.Failed(counts(), untold, fault));
    }
  }

  private void write(Batch batch) {
    CompletionStage<List<Outcome>> outcomes;
    try {
      outcomes = catalogues.write(recommender, batch.changes());
    } catch (RuntimeException e) {
      outcomes = CompletableFuture.failedFuture(e);
    }
    var unused =
        outcomes.whenComplete(
            (done, failure) -> executor.execute(() -> written(batch, done, failure)));
  }

  private void written(Batch batch, @Nullable List<Outcome> outcomes, @Nullable Throwable failure) {
    if (state == State.OVER) {
      return;
    }
    if (outcomes == null) {
      repeat(batch, Failures.fault(failure == null ? new IllegalStateException() : failure));
      return;
    }
    writing = false;
    repeats = 0;
    for (int i = 0; i < batch.size(); i++) {
      settle(batch.line(i), outcomes.get(i));
    }
    flush();
    endWhenSettled();
    if (state != State.OVER) {
      tellProgress();
      client.room();
    }
  }

  private void settle(long line, Outcome outcome) {
    switch (outcome) {
      case Outcome.Written _ -> written++;
      case Outcome.Unchanged _ -> unchanged++;
      case Outcome.Refused(String reason) -> refuse(line, reason);
    }
  }

  private void refuse(long line, String text) {
    refused++;
    if (refused > MAX_WRONG) {
      untold++;
    } else {
      client.tell(new BulkNews.Wrong(line, WellFormedText.shortened(text, MAX_TEXT)));
    }
  }

  private void repeat(Batch batch, Fault fault) {
    boolean isBusy =
        fault instanceof Overloaded overloaded
            && overloaded.reason() != Overloaded.Reason.SHUTTING_DOWN;
    if (isBusy && repeats < MAX_REPEATS) {
      repeats++;
      delay.after(
          ((Overloaded) fault).retryAfter(),
          () ->
              executor.execute(
                  () -> {
                    if (state != State.OVER) {
                      write(batch);
                    }
                  }));
    } else {
      fail(fault);
    }
  }

  private void endWhenSettled() {
    if (state == State.ENDING && !writing && collected.size() == 0) {
      state = State.OVER;
      client.tell(new BulkNews.Done(counts(), untold));
    }
  }

  private void tellProgress() {
    if (ticker.nanos() - lastProgress >= PROGRESS_NANOS && client.keepsUp()) {
      lastProgress = ticker.nanos();
      client.tell(new BulkNews.Progress(counts()));
    }
  }

  private BulkNews.Counts counts() {
    return new BulkNews.Counts(written + unchanged + refused, written, unchanged, refused);
  }
}
