package io.salver.vector.living;

import io.salver.model.UseCount;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A main index and what was written since: all that a search sees. Whoever reads it, or any slot of
 * the row table, holds a lease meanwhile.
 *
 * <p>When the last lease of a generation that was replaced ends, its index is closed and the slots
 * that rows gave up in its time are used again. A search may have begun under an earlier generation
 * and still know such slots; therefore each generation holds a lease of its successor, so that they
 * end in order. The last one takes the row table with it.
 *
 * <pre>
 *   in service ──precede, retire──▶ replaced ──last lease ends──▶ freed (index, slots, lease of the next)
 *        └──────────retire─────────▶ retired ──last lease ends──▶ freed (index, row table)
 * </pre>
 *
 * <p>Thread-safe; {@code delta}, {@code live} and {@code freed} are written under the lock of
 * {@link Generations}.
 */
final class Generation {

  private final MainIndex main;
  private final LiveRows live;
  private final Delta delta = new Delta();
  private final IntList freed = new IntList();
  private final RowTable table;
  private final Executor background;
  private final UseCount uses = new UseCount();
  private volatile @Nullable Generation successor;

  /** Takes over {@code main}. It is freed on {@code background}, so that no search pays for it. */
  Generation(MainIndex main, LiveRows live, RowTable table, Executor background) {
    this.main = main;
    this.live = live;
    this.table = table;
    this.background = background;
  }

  MainIndex main() {
    return main;
  }

  LiveRows live() {
    return live;
  }

  Delta delta() {
    return delta;
  }

  /** Notes a slot that no row has any more, though a lease may know it. */
  void giveUp(int slot) {
    freed.add(slot);
  }

  /** Whether a lease was given; if so {@link #leave} must follow. */
  boolean enter() {
    return uses.enter();
  }

  void leave() {
    if (uses.leave()) {
      freeInBackground();
    }
  }

  /** Keeps {@code next} alive for as long as this one lives; before others can get at it. */
  void precede(Generation next) {
    if (!next.enter()) {
      throw new IllegalStateException("a new generation is retired already");
    }
    successor = next;
  }

  /** Gives no lease any more. */
  void retire() {
    if (uses.close()) {
      freeInBackground();
    }
  }

  private void freeInBackground() {
    try {
      background.execute(this::free);
    } catch (RejectedExecutionException shutDown) {
      free();
    }
  }

  private void free() {
    main.index().close();
    table.recycle(freed);
    Generation next = successor;
    if (next == null) {
      table.close();
    } else {
      next.leave();
    }
  }
}
