package io.salver.tensor;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Owns the memory of the tensors of one request. Whoever opens a scope closes it, exactly once and
 * on every path, after the last use of any tensor in it; closing gives all memory back to the pool
 * and releases what was attached, newest first.
 *
 * <p>Confined: it may pass from thread to thread with the request (each hand-over orders memory),
 * but only one thread uses it at a time.
 */
public final class TensorScope implements AutoCloseable {

  /** Something that a scope gives back when it closes; must not throw. */
  @FunctionalInterface
  public interface Release {
    void release();
  }

  private final DirectMemoryPool pool;
  private final Deque<Release> releases = new ArrayDeque<>(4);
  private boolean closed;

  TensorScope(DirectMemoryPool pool) {
    this.pool = pool;
  }

  /**
   * Direct, little-endian memory of exactly {@code bytes} bytes, with undefined content, aligned to
   * 64 bytes.
   *
   * @throws io.salver.fault.TooLarge when {@code bytes} exceeds what one buffer can hold
   */
  public ByteBuffer allocate(long bytes) {
    requireOpen();
    return pool.allocate(bytes, this);
  }

  /** A dense tensor of undefined content in this scope. */
  public Tensor.Dense allocate(DataType dataType, Shape shape) {
    return new Tensor.Dense(dataType, shape, allocate(Tensor.byteSize(dataType, shape)));
  }

  /** Ties {@code release} to this scope: it runs when the scope closes. */
  public void attach(Release release) {
    requireOpen();
    releases.push(release);
  }

  @Override
  public void close() {
    requireOpen();
    closed = true;
    while (!releases.isEmpty()) {
      releases.pop().release();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("tensor scope is closed");
    }
  }
}
