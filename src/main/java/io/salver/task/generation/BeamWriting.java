package io.salver.task.generation;

import io.salver.task.Steps;
import io.salver.task.Stopwatch;
import io.salver.text.generation.BeamSearch;
import io.salver.text.generation.Hypothesis;
import io.salver.text.generation.LogProbabilities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Searches for the most probable texts after one prompt: one run of the decoder a step, with a row
 * for each hypothesis, whose keys and values follow it. Stop sequences end the texts that were
 * found, not the search. Confined to the request.
 */
final class BeamWriting {

  private final PromptWork work;
  private final Decoder decoder;
  private final BeamSearch<Token> search;
  private final Scorer scorer;
  private List<Map<Integer, Scored>> scoredByRow = List.of();
  private Logits logits;
  private int rows = 1;

  /** Begins after {@code first}, which are of one row. */
  BeamWriting(PromptWork work, Decoder decoder, Logits first) {
    Writing writing = work.writing();
    this.work = work;
    this.decoder = decoder;
    this.logits = first;
    this.scorer = work.scorer();
    this.search =
        new BeamSearch<>(
            new BeamSearch.Settings(
                writing.beams(),
                work.maxTokens(),
                writing.ends(),
                writing.lengthPenalty(),
                writing.isEarly()),
            (row, id) -> new Token(id, scored(row, id)));
  }

  private record Token(int id, Scored scored) {}

  CompletionStage<Void> write() {
    return Steps.until(this::step).thenCompose(nothing -> work.telling().tell(pieces()));
  }

  private CompletionStage<Boolean> step() {
    List<BeamSearch.Row> ranked = new ArrayList<>(rows);
    List<Map<Integer, Scored>> scored = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      double[] plain = logits.last(row);
      double[] own = work.writing().bias().isEmpty() ? plain.clone() : biased(plain);
      LogProbabilities.normalise(own);
      BeamSearch.Row best = BeamSearch.Row.of(own, search.wanted());
      ranked.add(best);
      scored.add(work.tellsScores() ? scored(plain, best) : Map.of());
    }
    scoredByRow = scored;
    search.advance(ranked);
    work.progress().stepped(0);
    work.watch().lap(Stopwatch.Part.POSTPROCESS);
    return search.isDone() ? CompletableFuture.completedFuture(false) : goOn();
  }

  private CompletionStage<Boolean> goOn() {
    decoder.select(search.parents());
    int[] ids = search.tokens();
    rows = ids.length;
    int[][] tokens = new int[rows][];
    for (int row = 0; row < rows; row++) {
      tokens[row] = new int[] {ids[row]};
    }
    return decoder
        .append(tokens)
        .thenApply(
            next -> {
              logits = next;
              return true;
            });
  }

  private double[] biased(double[] plain) {
    double[] own = plain.clone();
    work.writing().bias().forEach((id, value) -> own[id] += value);
    return own;
  }

  private Map<Integer, Scored> scored(double[] plain, BeamSearch.Row best) {
    Scorer.Place place = scorer.place(plain);
    Map<Integer, Scored> scored = new HashMap<>();
    for (int id : best.tokens()) {
      scored.put(id, place.of(id));
    }
    return scored;
  }

  private Scored scored(int row, int id) {
    return scoredByRow.get(row).getOrDefault(id, Scored.UNKNOWN);
  }

  private List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    List<Hypothesis<Token>> found = search.hypotheses();
    for (int i = 0; i < Math.min(work.writing().choices(), found.size()); i++) {
      work.progress().wrote(found.get(i).tokens().size());
      pieces.add(piece(work.first() + i, found.get(i)));
    }
    return pieces;
  }

  private Piece piece(int choice, Hypothesis<Token> found) {
    ChoiceText text = work.text();
    int length = found.tokens().size() - (found.hasEnded() ? 1 : 0);
    for (int i = 0; i < length && !text.isStopped(); i++) {
      text.add(found.tokens().get(i).id(), found.tokens().get(i).scored());
    }
    text.finish();
    boolean isStopped = found.hasEnded() || text.isStopped();
    return text.take(choice, Optional.of(isStopped ? FinishReason.STOP : FinishReason.LENGTH));
  }
}
