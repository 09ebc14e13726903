package engine.generation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of both protocols that ask the model of {@link Generations} without end and check every
 * answer. Closing it stops them and waits for the answers under way. Thread-safe.
 */
public final class CheckedTraffic implements AutoCloseable {

  private static final int MOST_ROWS = 3;

  private final Generations generations;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong mixed = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final List<String> complaints = new ArrayList<>();
  private volatile boolean stop;

  /** Starts {@code each} clients of either protocol that pause so long after each answer. */
  public CheckedTraffic(
      Generations generations, int httpPort, int grpcPort, int each, long pauseMicros)
      throws IOException {
    this.generations = generations;
    for (int i = 0; i < each; i++) {
      start(new RestGenerationClient(httpPort), "rest-" + i, pauseMicros);
      start(new GrpcGenerationClient(grpcPort), "grpc-" + i, pauseMicros);
    }
  }

  /** Checked answers. */
  public long answers() {
    return answers.get();
  }

  /** Requests without an answer, or with a failure. */
  public long lost() {
    return lost.get();
  }

  /** Answers with rows of another request or parts of several writings. */
  public long mixed() {
    return mixed.get();
  }

  /** Answers of a writing that was replaced before, or under another version's name. */
  public long wrong() {
    return wrong.get();
  }

  /** The first few things that were not right. */
  public List<String> complaints() {
    synchronized (complaints) {
      return List.copyOf(complaints);
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void start(GenerationClient client, String name, long pauseMicros) {
    threads.add(Thread.ofPlatform().name(name).start(() -> ask(client, name, pauseMicros)));
  }

  private void ask(GenerationClient client, String name, long pauseMicros) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    try (client) {
      while (!stop) {
        float[] rows = new float[1 + random.nextInt(MOST_ROWS)];
        for (int i = 0; i < rows.length; i++) {
          rows[i] = random.nextInt(1 << 20);
        }
        ask(client, rows);
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pauseMicros));
      }
    } catch (IOException e) {
      complain(lost, "a connection could not be closed: " + e);
    }
  }

  private void ask(GenerationClient client, float[] rows) {
    long oldest = generations.confirmed();
    try {
      check(rows, client.ask(rows), oldest, generations.written());
      answers.incrementAndGet();
    } catch (IOException e) {
      complain(lost, "no answer: " + e.getMessage());
    }
  }

  private void check(float[] rows, GenerationClient.Answer answer, long oldest, long newest) {
    float constant = answer.first().length == 0 ? 0 : answer.first()[0];
    if (!Arrays.equals(rows, answer.echo())
        || !all(answer.first(), constant, rows.length)
        || !all(answer.second(), constant, rows.length)) {
      complain(
          mixed,
          "asked %s, got %s %s %s"
              .formatted(
                  Arrays.toString(rows),
                  Arrays.toString(answer.echo()),
                  Arrays.toString(answer.first()),
                  Arrays.toString(answer.second())));
      return;
    }
    long number = Generations.numberOf(constant);
    boolean named = answer.version().equals(Long.toString(Generations.versionOf(constant)));
    if (!named || number < oldest || number > newest) {
      complain(
          wrong,
          "writing %d of version %d answered as version %s, allowed were writings %d to %d"
              .formatted(
                  number, Generations.versionOf(constant), answer.version(), oldest, newest));
    }
  }

  private static boolean all(float[] values, float constant, int count) {
    for (float value : values) {
      if (value != constant) {
        return false;
      }
    }
    return values.length == count;
  }

  private void complain(AtomicLong counter, String what) {
    counter.incrementAndGet();
    synchronized (complaints) {
      if (complaints.size() < 5) {
        complaints.add(what);
      }
    }
  }
}
