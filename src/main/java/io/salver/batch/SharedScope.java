package io.salver.batch;

import io.salver.tensor.TensorScope;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A scope whose memory several requests read, closed when the last of them is done. Thread-safe;
 * after {@link #share} nobody allocates in it.
 */
final class SharedScope implements AutoCloseable {

  private final TensorScope scope;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** Owns {@code scope}, with its maker as the first holder. */
  SharedScope(TensorScope scope) {
    this.scope = scope;
  }

  TensorScope scope() {
    return scope;
  }

  /** Keeps the memory until {@code other} closes. */
  void share(TensorScope other) {
    holders.incrementAndGet();
    other.attach(this::close);
  }

  /** One holder less. */
  @Override
  public void close() {
    if (holders.decrementAndGet() == 0) {
      scope.close();
    }
  }
}
