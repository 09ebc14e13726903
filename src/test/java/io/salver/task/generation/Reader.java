package io.salver.task.generation;

import io.salver.model.ModelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A reader that takes pieces when the test lets it. Thread-safe. */
final class Reader implements GenerationListener {

  private final List<Piece> pieces = new ArrayList<>();
  private final Map<Integer, StringBuilder> textByChoice = new TreeMap<>();
  private final int patience;
  private CompletableFuture<Void> room = new CompletableFuture<>();
  private Runnable onPiece = () -> {};

  /** A reader that takes the first {@code patience} pieces and then lets the writer wait. */
  Reader(int patience) {
    this.patience = patience;
  }

  /** Has {@code action} done at each piece. */
  synchronized Reader at(Runnable action) {
    onPiece = action;
    return this;
  }

  @Override
  public void onBegin(ModelId model) {}

  @Override
  public CompletionStage<Void> onPiece(Piece piece) {
    Runnable action;
    CompletableFuture<Void> wait;
    synchronized (this) {
      pieces.add(piece);
      textByChoice
          .computeIfAbsent(piece.choice(), absent -> new StringBuilder())
          .append(piece.text());
      action = onPiece;
      wait = pieces.size() < patience ? CompletableFuture.completedFuture(null) : room;
      notifyAll();
    }
    action.run();
    return wait;
  }

  /** Takes all that waits, and what comes. */
  void goOn() {
    CompletableFuture<Void> waited;
    synchronized (this) {
      waited = room;
      room = CompletableFuture.completedFuture(null);
    }
    waited.complete(null);
  }

  synchronized List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  synchronized String text(int choice) {
    return textByChoice.getOrDefault(choice, new StringBuilder()).toString();
  }

  /** Waits until it has so many pieces. */
  synchronized void await(int count) throws InterruptedException {
    while (pieces.size() < count) {
      wait(60_000);
    }
  }
}
