package io.salver.task.generation;

import io.salver.fault.Cancelled;
import io.salver.task.Failures;
import io.salver.task.Stopwatch;
import io.salver.tensor.TensorScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Where the pieces of the choices go: to the listener, for which the generation waits, or into the
 * answer, whose memory counts as the request's. Confined to the request.
 */
final class Telling {

  /** A reader that takes nothing for so long is gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int BYTES_OF_TOKEN = 160;
  private static final int BYTES_OF_ALTERNATIVE = 72;
  private static final int RESERVED_BYTES = 1 << 16;

  private final Optional<GenerationListener> listener;
  private final TensorScope scope;
  private final GenerationTools tools;
  private final Stopwatch watch;
  private final Map<Integer, Told> toldByChoice = new TreeMap<>();
  private long bytes;
  private long reserved;

  /** Reserves what it keeps in {@code scope}. */
  Telling(
      Optional<GenerationListener> listener,
      TensorScope scope,
      GenerationTools tools,
      Stopwatch watch) {
    this.listener = listener;
    this.scope = scope;
    this.tools = tools;
    this.watch = watch;
  }

  private static final class Told {
    private final StringBuilder text = new StringBuilder();
    private final List<TokenScore> tokens = new ArrayList<>();
    private FinishReason finish = FinishReason.LENGTH;
  }

  /** Tells pieces; completes, on a thread of the task, when there is room for more. */
  CompletionStage<Void> tell(List<Piece> pieces) {
    List<CompletableFuture<Void>> waits = new ArrayList<>();
    for (Piece piece : pieces) {
      tell(piece)
          .map(CompletionStage::toCompletableFuture)
          .filter(wait -> !wait.isDone() || wait.isCompletedExceptionally())
          .ifPresent(waits::add);
    }
    if (waits.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletionStage<Void> all = CompletableFuture.allOf(waits.toArray(CompletableFuture<?>[]::new));
    return tools
        .pause()
        .within(PATIENCE, all)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(fault(failure)))
        .thenRunAsync(watch::idle, tools.threads()::resume);
  }

  /** What was told, as choices. */
  List<Choice> choices() {
    List<Choice> choices = new ArrayList<>();
    toldByChoice.forEach(
        (index, told) ->
            choices.add(new Choice(index, told.text.toString(), told.tokens, told.finish)));
    return choices;
  }

  private Optional<CompletionStage<Void>> tell(Piece piece) {
    Told told = toldByChoice.computeIfAbsent(piece.choice(), index -> new Told());
    piece.finish().ifPresent(finish -> told.finish = finish);
    boolean isEmpty =
        piece.text().isEmpty() && piece.tokens().isEmpty() && piece.finish().isEmpty();
    if (isEmpty) {
      return Optional.empty();
    }
    if (listener.isPresent()) {
      return Optional.of(listener.get().onPiece(piece));
    }
    count(piece);
    told.text.append(piece.text());
    told.tokens.addAll(piece.tokens());
    return Optional.empty();
  }

  /**
   * Reserves what the scores of a prompt take, before they are made.
   *
   * @param top how many alternatives each has
   */
  void expect(int tokens, int top) {
    scope.reserve(tokens * bytesOfToken(top));
  }

  private static long bytesOfToken(int top) {
    return BYTES_OF_TOKEN + (long) BYTES_OF_ALTERNATIVE * top;
  }

  private void count(Piece piece) {
    bytes += 2L * piece.text().length();
    for (TokenScore token : piece.tokens()) {
      bytes += bytesOfToken(token.top().size());
    }
    if (bytes > reserved) {
      long more = Math.max(RESERVED_BYTES, bytes - reserved);
      scope.reserve(more);
      reserved += more;
    }
  }

  private static Throwable fault(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return failure instanceof TimeoutException || cause instanceof TimeoutException
        ? new Cancelled("the reader took nothing for " + PATIENCE.toSeconds() + " s")
        : Failures.fault(failure);
  }
}
