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
  private boolean arriving;
  private boolean closed;

  TensorScope(DirectMemoryPool pool, boolean arriving) {
    this.pool = pool;
    this.arriving = arriving;
  }

  /**
   * Notes that the request has arrived whole: what it allocates from now on, such as outputs, may
   * use the part of the memory that is kept from requests still arriving. May be called again.
   */
  public void admit() {
    arriving = false;
  }

  /**
   * Direct, little-endian memory of exactly {@code bytes} bytes, with undefined content, aligned to
   * 64 bytes.
   *
   * @throws io.salver.fault.TooLarge when {@code bytes} exceeds what one buffer can hold
   * @throws io.salver.fault.Overloaded when all scopes together would hold too much; this one keeps
   *     what it has
   */
  public ByteBuffer allocate(long bytes) {
    requireOpen();
    DirectMemoryPool.Loan loan = pool.lend(bytes, arriving);
    releases.push(loan.release());
    return loan.buffer();
  }

  /**
   * Exchanges what this scope took last, which must be {@code latest}, for memory of {@code bytes}
   * bytes. What lies before the position of {@code latest} is copied and the position kept; then
   * its memory is given back. When that is refused, {@code latest} stays as it was.
   *
   * @throws io.salver.fault.TooLarge as {@link #allocate(long)} does
   * @throws io.salver.fault.Overloaded as {@link #allocate(long)} does
   */
  public ByteBuffer exchange(ByteBuffer latest, long bytes) {
    ByteBuffer larger = allocate(bytes);
    larger.put(latest.duplicate().flip());
    Release allocated = releases.pop();
    releases.pop().release();
    releases.push(allocated);
    return larger;
  }

  /**
   * Counts {@code bytes} of the heap as held by this scope until it closes.
   *
   * @throws io.salver.fault.Overloaded when all scopes together would hold too much
   */
  public void reserve(long bytes) {
    requireOpen();
    releases.push(pool.reserve(bytes, arriving));
  }

  /** A dense tensor of undefined content in this scope. */
  public Tensor.Dense allocate(DataType dataType, Shape shape) {
    return new Tensor.Dense(dataType, shape, allocate(Tensor.byteSize(dataType, shape)));
  }

  /**
   * Opens a scope of the same memory for what a request needs for a part of its way only; whoever
   * opens it closes it, and it may outlast this one.
   */
  public TensorScope nested() {
    requireOpen();
    return new TensorScope(pool, arriving);
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
