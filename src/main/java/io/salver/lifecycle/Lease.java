package io.salver.lifecycle;

import io.salver.model.ModelId;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a servable alive while it is used. Whoever took it closes it, soon: an open lease delays
 * unloading. Closing twice does nothing. It may pass from thread to thread with the work.
 *
 * @param <S> what is served
 */
public final class Lease<S extends AutoCloseable> implements AutoCloseable {

  private final Life<S> life;
  private final S servable;
  private final String holder;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lease(Life<S> life, S servable, String holder) {
    this.life = life;
    this.servable = servable;
    this.holder = holder;
  }

  public ModelId id() {
    return life.id();
  }

  /** What was leased; not to be used after {@link #close}. */
  public S servable() {
    return servable;
  }

  /**
   * Another lease of the same, also when no new ones are given any more; this one must stay open
   * meanwhile.
   */
  public Lease<S> another(String holder) {
    if (closed.get()) {
      throw new IllegalStateException("the lease of " + id() + " is closed");
    }
    return life.leaseBesides(holder);
  }

  /** Who took it, for the report of a drain that does not finish. */
  String holder() {
    return holder;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      life.release(this);
    }
  }
}
