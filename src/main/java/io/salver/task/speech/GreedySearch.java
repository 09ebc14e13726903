package io.salver.task.speech;

import java.util.ArrayList;
import java.util.List;

/** Takes the most probable symbol of each frame: best path decoding (Graves et al., 2006). */
final class GreedySearch implements CtcSearch {

  private final int blank;
  private final List<Emission> found = new ArrayList<>();
  private long frame;
  private int previous;

  GreedySearch(int blank) {
    this.blank = blank;
    this.previous = blank;
  }

  @Override
  public void accept(float[] logProbabilities) {
    int best = 0;
    for (int symbol = 1; symbol < logProbabilities.length; symbol++) {
      if (logProbabilities[symbol] > logProbabilities[best]) {
        best = symbol;
      }
    }
    if (best != blank) {
      if (best == previous) {
        Emission last = found.removeLast();
        double most = Math.max(last.logProbability(), logProbabilities[best]);
        found.add(new Emission(best, last.first(), frame, most));
      } else {
        found.add(new Emission(best, frame, frame, logProbabilities[best]));
      }
    }
    previous = best;
    frame++;
  }

  @Override
  public List<Emission> best() {
    return List.copyOf(found);
  }

  @Override
  public int settled() {
    return found.size();
  }
}
