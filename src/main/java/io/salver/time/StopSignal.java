package io.salver.time;

import io.salver.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who work for somebody that the work has become useless, and why: the client has gone,
 * or the deadline passed. Raised at most once; the first reason stays.
 *
 * <p>Thread-safe. Listeners run on the thread that raises the signal, outside the lock, or at once
 * on the listening thread where it was raised before. They must be quick and must not throw.
 */
public final class StopSignal {

  private static final StopSignal NEVER = new StopSignal(true);

  private final boolean never;

  /** Guarded by this. */
  private @Nullable List<Listener> listeners;

  /** Written once, under the lock. */
  private volatile @Nullable Fault reason;

  private StopSignal(boolean never) {
    this.never = never;
  }

  /** A signal that is not raised yet. */
  public static StopSignal create() {
    return new StopSignal(false);
  }

  /** A signal that nobody raises. */
  public static StopSignal never() {
    return NEVER;
  }

  /** Something that is undone when it is closed; closing twice does nothing. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** Raises the signal; later calls do nothing. */
  public void raise(Fault why) {
    if (never) {
      throw new IllegalStateException("this signal is never raised");
    }
    List<Listener> told;
    synchronized (this) {
      if (reason != null) {
        return;
      }
      reason = why;
      told = listeners == null ? List.of() : listeners;
      listeners = null;
    }
    told.forEach(Listener::run);
  }

  public boolean isRaised() {
    return reason != null;
  }

  /** Throws the reason once it is raised. */
  public void check() {
    Fault why = reason;
    if (why != null) {
      throw why;
    }
  }

  /**
   * Runs {@code action} when the signal is raised, unless the registration was closed before; an
   * action that has begun may outlast the closing.
   */
  public Registration onRaise(Runnable action) {
    if (never) {
      return () -> {};
    }
    Listener listener = new Listener(action);
    synchronized (this) {
      if (reason == null) {
        if (listeners == null) {
          listeners = new ArrayList<>(2);
        }
        listeners.add(listener);
        return listener;
      }
    }
    listener.run();
    return listener;
  }

  private synchronized void forget(Listener listener) {
    if (listeners != null) {
      listeners.remove(listener);
    }
  }

  private final class Listener implements Registration {

    private final Runnable action;

    Listener(Runnable action) {
      this.action = action;
    }

    void run() {
      action.run();
    }

    @Override
    public void close() {
      forget(this);
    }
  }
}
