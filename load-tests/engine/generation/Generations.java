package engine.generation;

import engine.onnx.BenchModels;
import engine.service.Repository;
import java.io.IOException;

/**
 * A model that is rewritten again and again. Each writing has a number, and the model answers with
 * {@code version × 100,000 + number}. A request may be answered by no writing older than the last
 * that a load has confirmed when it was sent, and by none newer than the last that was on disk when
 * the answer came. Thread-safe for one writer and any readers.
 */
public final class Generations {

  /** The model's name. */
  public static final String MODEL = "generation";

  private static final int PER_VERSION = 100_000;

  private final Repository repository;
  private volatile long written;
  private volatile long confirmed;

  /** Adds the model with its first writing. */
  public Generations(Repository repository) throws IOException {
    this.repository = repository;
    repository.with(
        MODEL,
        model(1, 0),
        "instances: 2\nbatching: {max-rows: 16, join: always}\nversions: {latest: 1}");
  }

  /** Puts the next writing on disk as that version, in one step. */
  public void write(long version) throws IOException {
    long number = written + 1;
    byte[] model = model(version, number);
    written = number; // first: a reader may see it as soon as it is there
    repository.write(MODEL, version, model);
  }

  /** Takes a version away. */
  public void remove(long version) throws IOException {
    repository.remove(MODEL, version);
  }

  /** A load has ended: what was on disk before it is what must answer. */
  public void confirm() {
    confirmed = written;
  }

  /** Writings so far, beside the first. */
  public long count() {
    return written;
  }

  long written() {
    return written;
  }

  long confirmed() {
    return confirmed;
  }

  static long versionOf(float constant) {
    return (long) constant / PER_VERSION;
  }

  static long numberOf(float constant) {
    return (long) constant % PER_VERSION;
  }

  private static byte[] model(long version, long number) {
    return BenchModels.generation(version * PER_VERSION + number);
  }
}
