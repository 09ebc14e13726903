package engine.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * HTTP/1.1 load from one thread and one selector, cheap because it shares the cores with what it
 * measures: the request is rendered beforehand and answers are not parsed. At low rates it spins
 * through the last millisecond before a moment; at high rates it sleeps and is up to one late.
 */
public final class HttpLoad implements LoadClient {

  private static final int MOST_CONNECTIONS = 2048;
  private static final double PRECISE_PER_SECOND = 250;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final int port;

  public HttpLoad(int port) {
    this.port = port;
  }

  @Override
  public Tally closed(List<byte[]> requests, int connections, Duration duration)
      throws IOException {
    try (Run run = new Run(requests, Duration.ofDays(1), connections)) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < duration.toNanos()) {
        while (run.canSend()) {
          run.send(System.nanoTime());
        }
        run.await(1);
      }
      run.tally.lasted(System.nanoTime() - start);
      run.drain();
      return run.tally;
    }
  }

  @Override
  public Tally open(List<byte[]> requests, Schedule schedule, Duration deadline)
      throws IOException {
    long[] moments = schedule.moments();
    boolean precise = schedule.perSecond() < PRECISE_PER_SECOND;
    try (Run run = new Run(requests, deadline, MOST_CONNECTIONS)) {
      long start = System.nanoTime();
      for (int next = 0; next < moments.length; ) {
        long now = System.nanoTime() - start;
        while (next < moments.length && moments[next] <= now && run.canSend()) {
          run.send(start + moments[next++]);
        }
        if (next < moments.length) {
          long millis = TimeUnit.NANOSECONDS.toMillis(moments[next] - now);
          run.await(precise ? Math.max(0, millis) : Math.max(1, millis));
        }
      }
      run.tally.lasted(System.nanoTime() - start);
      run.drain();
      return run.tally;
    }
  }

  @Override
  public Tally closed(byte[] request, int connections, Duration duration) throws IOException {
    return closed(List.of(request), connections, duration);
  }

  @Override
  public Tally open(byte[] request, Schedule schedule, Duration deadline) throws IOException {
    return open(List.of(request), schedule, deadline);
  }

  /** The connections of one measurement; confined to the calling thread. */
  private final class Run implements AutoCloseable {

    private final Selector selector = Selector.open();
    private final Deque<HttpLink> idle = new ArrayDeque<>();
    private final List<ByteBuffer> requests;
    private final Tally tally;
    private final int most;
    private int open;
    private int sent;

    Run(List<byte[]> requests, Duration deadline, int most) throws IOException {
      this.requests = requests.stream().map(Run::direct).toList();
      this.tally = new Tally(deadline);
      this.most = most;
    }

    boolean canSend() {
      return !idle.isEmpty() || open < most;
    }

    void send(long intended) throws IOException {
      HttpLink link = idle.poll();
      if (link == null) {
        link = new HttpLink(port, selector);
        open++;
      }
      link.send(requests.get(sent++ % requests.size()), intended);
    }

    private static ByteBuffer direct(byte[] request) {
      return ByteBuffer.allocateDirect(request.length).put(request).flip();
    }

    /** Handles what is ready, waiting up to so many milliseconds for it; 0 does not wait. */
    void await(long millis) throws IOException {
      if (millis == 0) {
        selector.selectNow(this::advance);
      } else {
        selector.select(this::advance, millis);
      }
    }

    /** Waits for the answers that are due; those that do not come count as failed. */
    void drain() throws IOException {
      long giveUp = System.nanoTime() + PATIENCE_NANOS;
      while (idle.size() < open && System.nanoTime() < giveUp) {
        await(10);
      }
      long now = System.nanoTime();
      for (int missing = open - idle.size(); missing > 0; missing--) {
        tally.record(Outcome.FAILED, now, now);
      }
    }

    private void advance(SelectionKey key) {
      HttpLink link = (HttpLink) key.attachment();
      try {
        if (link.advance()) {
          tally.record(Outcome.ofHttp(link.status()), link.intended(), System.nanoTime());
          if (link.isLast()) {
            link.close();
            open--;
          } else {
            idle.push(link);
          }
        }
      } catch (IOException broken) {
        tally.record(Outcome.FAILED, link.intended(), System.nanoTime());
        key.cancel();
        open--;
      }
    }

    @Override
    public void close() throws IOException {
      for (SelectionKey key : selector.keys()) {
        ((HttpLink) key.attachment()).close();
      }
      selector.close();
    }
  }
}
