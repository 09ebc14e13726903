package io.salver.task.speech;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prefix beam search: adds up the paths of each labelling (Graves, 2008, section 7.5.3; Hannun et
 * al., 2014, algorithm 1), in logarithms. A list of words, if there is one, restricts what may be
 * found: then the best labelling ends with a whole word.
 */
final class BeamSearch implements CtcSearch {

  /** Symbols that are less probable in a frame than this do not begin there. */
  private static final float LEAST = -20;

  private static final double IMPOSSIBLE = Double.NEGATIVE_INFINITY;

  private final int blank;
  private final int width;
  private final WordTree words;
  private List<Prefix> beam;
  private long frame;

  BeamSearch(int blank, int width, WordTree words) {
    this.blank = blank;
    this.width = width;
    this.words = words;
    Prefix empty = new Prefix(null, blank, words.start());
    empty.endsBlank = 0;
    this.beam = List.of(empty);
  }

  @Override
  public void accept(float[] logProbabilities) {
    List<Prefix> touched = new ArrayList<>();
    for (Prefix prefix : beam) {
      double all = prefix.probability();
      prefix.touch(touched);
      prefix.nextBlank = sum(prefix.nextBlank, all + logProbabilities[blank]);
      if (prefix.parent != null) {
        float again = logProbabilities[prefix.symbol];
        prefix.nextSymbol = sum(prefix.nextSymbol, prefix.endsSymbol + again);
        prefix.seen(frame, again, again > logProbabilities[blank]);
      }
      for (int symbol = 0; symbol < logProbabilities.length; symbol++) {
        if (symbol != blank && logProbabilities[symbol] > LEAST) {
          extend(prefix, symbol, logProbabilities[symbol], touched);
        }
      }
    }
    touched.forEach(Prefix::step);
    touched.sort(Comparator.comparingDouble(Prefix::probability).reversed());
    int kept = Math.min(width, touched.size());
    beam = List.copyOf(touched.subList(0, kept));
    beam.forEach(prefix -> prefix.kept = true);
    touched.subList(kept, touched.size()).forEach(Prefix::drop);
    frame++;
  }

  private void extend(Prefix prefix, int symbol, float logProbability, List<Prefix> touched) {
    double before =
        prefix.parent != null && symbol == prefix.symbol ? prefix.endsBlank : prefix.probability();
    if (before == IMPOSSIBLE) {
      return;
    }
    WordTree.Place place = words.after(prefix.place, symbol);
    if (place == null) {
      return;
    }
    Prefix longer = prefix.child(symbol, place);
    longer.touch(touched);
    longer.nextSymbol = sum(longer.nextSymbol, before + logProbability);
    longer.seen(frame, logProbability, true);
  }

  @Override
  public List<Emission> best() {
    Prefix best =
        beam.stream().filter(prefix -> words.isWhole(prefix.place)).findFirst().orElse(null);
    if (best == null) {
      // No prefix ends with a whole word: what the best one has of whole words.
      best = beam.getFirst();
      while (best.parent != null && !words.isWhole(best.place)) {
        best = best.parent;
      }
    }
    return emissions(best);
  }

  @Override
  public int settled() {
    List<Prefix> first = chain(beam.getFirst());
    int common = first.size();
    for (Prefix other : beam) {
      List<Prefix> chain = chain(other);
      int same = 0;
      while (same < Math.min(common, chain.size()) && first.get(same).equals(chain.get(same))) {
        same++;
      }
      common = same;
    }
    return common;
  }

  private static List<Emission> emissions(Prefix prefix) {
    return chain(prefix).stream()
        .map(each -> new Emission(each.symbol, each.first, each.last, each.most))
        .toList();
  }

  private static List<Prefix> chain(Prefix prefix) {
    List<Prefix> chain = new ArrayList<>();
    for (Prefix each = prefix; each.parent != null; each = each.parent) {
      chain.add(each);
    }
    Collections.reverse(chain);
    return chain;
  }

  /** log(exp(a) + exp(b)). */
  private static double sum(double a, double b) {
    double most = Math.max(a, b);
    return most == IMPOSSIBLE ? most : most + Math.log1p(Math.exp(Math.min(a, b) - most));
  }

  /** A labelling; its probability with and without a blank at the end, as logarithms. */
  private static final class Prefix {

    private final @Nullable Prefix parent;
    private final int symbol;
    private final WordTree.Place place;
    private final List<Prefix> children = new ArrayList<>(2);

    private double endsBlank = IMPOSSIBLE;
    private double endsSymbol = IMPOSSIBLE;
    private double nextBlank = IMPOSSIBLE;
    private double nextSymbol = IMPOSSIBLE;
    private boolean touched;
    private boolean kept;

    private long first;
    private long last;
    private double most = IMPOSSIBLE;

    Prefix(@Nullable Prefix parent, int symbol, WordTree.Place place) {
      this.parent = parent;
      this.symbol = symbol;
      this.place = place;
    }

    double probability() {
      return sum(endsBlank, endsSymbol);
    }

    Prefix child(int next, WordTree.Place after) {
      for (Prefix child : children) {
        if (child.symbol == next) {
          return child;
        }
      }
      Prefix child = new Prefix(this, next, after);
      children.add(child);
      return child;
    }

    void touch(List<Prefix> all) {
      if (!touched) {
        touched = true;
        all.add(this);
      }
    }

    void step() {
      endsBlank = nextBlank;
      endsSymbol = nextSymbol;
      nextBlank = IMPOSSIBLE;
      nextSymbol = IMPOSSIBLE;
      touched = false;
    }

    /**
     * Notes how probable its last symbol is in a frame, and whether that frame shows it rather than
     * a blank. What was seen before it was 20 times as probable does not count.
     */
    void seen(long frame, float logProbability, boolean shows) {
      if (logProbability > most + 3) {
        first = frame;
        last = frame;
      } else if (shows && logProbability > most - 3) {
        last = frame;
      }
      most = Math.max(most, logProbability);
    }

    /** Leaves the beam; what leads to nothing in the beam is forgotten. */
    void drop() {
      kept = false;
      endsBlank = IMPOSSIBLE;
      endsSymbol = IMPOSSIBLE;
      Prefix dead = this;
      while (dead.parent != null && !dead.kept && dead.children.isEmpty()) {
        dead.parent.children.remove(dead);
        dead = dead.parent;
      }
    }
  }
}
