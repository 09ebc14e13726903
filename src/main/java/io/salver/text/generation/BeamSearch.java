package io.salver.text.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the most probable texts by following the best {@code width} hypotheses side by side. In
 * each step their {@code width} most probable continuations go on; those that end are put aside and
 * their places are filled by the next best. At the last step those that have not ended count, too.
 * Hypotheses are ranked by log-probability over length to the power of the length penalty (Wu et
 * al., 2016, section 7, with this simpler normalisation, as Hugging Face's).
 *
 * <p>It ends early when {@code width} hypotheses have ended and none that goes on could, given the
 * most favourable length, become one of the best; or, if told so, as soon as {@code width} have
 * ended.
 *
 * @param <N> what is noted of a token
 */
public final class BeamSearch<N> {

  private final Settings settings;
  private final Notes<N> notes;
  private List<Node<N>> running;
  private final List<Node<N>> ended = new ArrayList<>();
  private int step;

  /** A search at its beginning: one hypothesis without tokens. */
  public BeamSearch(Settings settings, Notes<N> notes) {
    this.settings = settings;
    this.notes = notes;
    this.running = List.of(new Node<>(null, 0, 0, 0, 0, null, false));
  }

  /**
   * How it goes.
   *
   * @param steps most tokens of a hypothesis
   * @param ends tokens that end one
   * @param early whether it ends once {@code width} hypotheses have ended
   */
  public record Settings(
      int width, int steps, Set<Integer> ends, double lengthPenalty, boolean early) {

    double score(double logProbability, int length) {
      return logProbability / Math.pow(Math.max(1, length), lengthPenalty);
    }
  }

  /**
   * The most probable continuations of one hypothesis, best first.
   *
   * @param tokens at least twice as many as there are beams, if there are so many
   * @param logProbabilities of each
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Row(int[] tokens, double[] logProbabilities) {

    /** The best {@code count} of all tokens; the lower id of two equals first. */
    public static Row of(double[] logProbabilities, int count) {
      int[] tokens = LogProbabilities.top(logProbabilities, count);
      double[] best = new double[tokens.length];
      for (int i = 0; i < best.length; i++) {
        best[i] = logProbabilities[tokens[i]];
      }
      return new Row(tokens, best);
    }
  }

  /** Makes the note of a token that became part of a hypothesis. */
  @FunctionalInterface
  public interface Notes<N> {
    /**
     * A note.
     *
     * @param row of the hypothesis that it continues
     */
    N of(int row, int token);
  }

  private record Node<N>(
      @Nullable Node<N> before,
      int row,
      int token,
      double logProbability,
      int length,
      @Nullable N note,
      boolean hasEnded) {}

  /** How many continuations of each hypothesis it looks at. */
  public int wanted() {
    return 2 * settings.width();
  }

  /** Whether there is nothing to continue. */
  public boolean isDone() {
    return running.isEmpty() || step == settings.steps();
  }

  /**
   * Continues the hypotheses.
   *
   * @param rows what follows each hypothesis, in their order: one row at the beginning, then as
   *     many as {@link #parents()}; each of {@link #wanted()} tokens
   */
  public void advance(List<Row> rows) {
    step++;
    List<Node<N>> best = best(rows);
    List<Node<N>> next = new ArrayList<>();
    for (int i = 0; i < best.size(); i++) {
      Node<N> node = best.get(i);
      if (settings.ends().contains(node.token())) {
        if (i < settings.width()) {
          ended.add(noted(node, true));
        }
      } else if (next.size() < settings.width()) {
        next.add(noted(node, false));
      }
    }
    boolean isSettled = step < settings.steps() && isSettled(next);
    running = isSettled ? List.of() : next;
  }

  /** The row before the last step of each hypothesis that goes on. */
  public int[] parents() {
    return running.stream().mapToInt(Node::row).toArray();
  }

  /** The last token of each hypothesis that goes on. */
  public int[] tokens() {
    return running.stream().mapToInt(Node::token).toArray();
  }

  /** The best, at most {@code width} of them, best first. */
  public List<Hypothesis<N>> hypotheses() {
    List<Node<N>> all = new ArrayList<>(ended);
    all.addAll(running);
    all.sort(Comparator.comparingDouble(this::score).reversed());
    return all.stream().limit(settings.width()).map(this::hypothesis).toList();
  }

  /** The best continuations, twice as many as there are beams, best first. */
  private List<Node<N>> best(List<Row> rows) {
    List<Node<N>> candidates = new ArrayList<>();
    for (int row = 0; row < running.size(); row++) {
      Node<N> before = running.get(row);
      Row ranked = rows.get(row);
      for (int i = 0; i < ranked.tokens().length; i++) {
        double sum = before.logProbability() + ranked.logProbabilities()[i];
        if (sum > Double.NEGATIVE_INFINITY) {
          candidates.add(new Node<>(before, row, ranked.tokens()[i], sum, step, null, false));
        }
      }
    }
    candidates.sort(
        Comparator.comparingDouble((Node<N> node) -> node.logProbability())
            .reversed()
            .thenComparingInt(Node::row)
            .thenComparingInt(Node::token));
    return candidates.subList(0, Math.min(wanted(), candidates.size()));
  }

  private Node<N> noted(Node<N> node, boolean hasEnded) {
    return new Node<>(
        node.before(),
        node.row(),
        node.token(),
        node.logProbability(),
        node.length(),
        notes.of(node.row(), node.token()),
        hasEnded);
  }

  private boolean isSettled(List<Node<N>> next) {
    if (ended.size() < settings.width()) {
      return false;
    }
    if (settings.early() || next.isEmpty()) {
      return true;
    }
    double worst =
        ended.stream()
            .map(this::score)
            .sorted(Comparator.reverseOrder())
            .skip(settings.width() - 1L)
            .findFirst()
            .orElseThrow();
    double most = next.stream().mapToDouble(Node::logProbability).max().orElseThrow();
    double longest = most / Math.pow(settings.steps(), Math.max(0, settings.lengthPenalty()));
    return worst >= longest;
  }

  private double score(Node<N> node) {
    return settings.score(node.logProbability(), node.length());
  }

  private Hypothesis<N> hypothesis(Node<N> last) {
    List<N> tokens = new ArrayList<>();
    Node<N> node = last;
    while (node != null) {
      N note = node.note();
      if (note != null) {
        tokens.add(note);
      }
      node = node.before();
    }
    Collections.reverse(tokens);
    return new Hypothesis<>(
        List.copyOf(tokens), last.logProbability(), score(last), last.hasEnded());
  }
}
