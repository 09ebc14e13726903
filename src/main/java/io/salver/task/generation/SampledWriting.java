package io.salver.task.generation;

import io.salver.task.Steps;
import io.salver.task.Stopwatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Draws the candidates of one prompt side by side: one run of the decoder a step, with a row for
 * each that goes on. Confined to the request.
 */
final class SampledWriting {

  private final PromptWork work;
  private final Decoder decoder;
  private final List<Candidate> candidates = new ArrayList<>();
  private List<Row> rows = new ArrayList<>();
  private Logits logits;

  /** Begins after {@code first}, which are of one row. */
  SampledWriting(PromptWork work, Decoder decoder, Logits first) {
    this.work = work;
    this.decoder = decoder;
    this.logits = first;
    int count = work.writing().candidates();
    for (int i = 0; i < count; i++) {
      int place = work.first() / work.writing().choices() * Writing.MOST_CHOICES + i;
      Candidate candidate = new Candidate(work, work.first() + i, place);
      candidates.add(candidate);
      rows.add(new Row(candidate, 0, 0));
    }
  }

  /**
   * A candidate that goes on.
   *
   * @param source its row in the last run
   * @param token which was drawn last
   */
  private record Row(Candidate candidate, int source, int token) {}

  CompletionStage<Void> write() {
    return Steps.until(this::step)
        .thenCompose(
            nothing ->
                work.writing().isDecidedLate()
                    ? work.telling().tell(best())
                    : CompletableFuture.completedFuture(null));
  }

  private CompletionStage<Boolean> step() {
    List<Row> drawn = new ArrayList<>(rows.size());
    List<Piece> pieces = new ArrayList<>();
    for (Row row : rows) {
      int token = row.candidate().draw(logits.last(row.source()));
      drawn.add(new Row(row.candidate(), row.source(), token));
      if (!work.writing().isDecidedLate()) {
        pieces.add(row.candidate().piece());
      }
    }
    work.progress().stepped(drawn.size());
    work.watch().lap(Stopwatch.Part.POSTPROCESS);
    CompletionStage<Void> told = work.telling().tell(pieces);
    if (told.toCompletableFuture().isDone()) {
      return told.thenCompose(nothing -> goOn(drawn));
    }
    return told.thenCompose(
        nothing -> {
          work.progress().waited();
          return goOn(drawn);
        });
  }

  private CompletionStage<Boolean> goOn(List<Row> drawn) {
    List<Row> living = drawn.stream().filter(row -> !row.candidate().isFinished()).toList();
    if (living.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    decoder.select(living.stream().mapToInt(Row::source).toArray());
    int[][] tokens = new int[living.size()][];
    rows = new ArrayList<>(living.size());
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = new int[] {living.get(i).token()};
      rows.add(new Row(living.get(i).candidate(), i, 0));
    }
    return decoder
        .append(tokens)
        .thenApply(
            next -> {
              logits = next;
              return true;
            });
  }

  /** The answered ones, best first. */
  private List<Piece> best() {
    List<Candidate> sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingDouble(Candidate::perToken).reversed());
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < work.writing().choices(); i++) {
      Piece piece = sorted.get(i).piece();
      pieces.add(new Piece(work.first() + i, piece.text(), piece.tokens(), piece.finish()));
    }
    return pieces;
  }
}
