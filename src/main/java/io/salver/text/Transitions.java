package io.salver.text;

/**
 * Scores of one label after another: those of a linear-chain conditional random field (Lafferty,
 * McCallum and Pereira 2001), in natural logarithms. Immutable; arrays are not copied and not to be
 * changed.
 *
 * @param start of each label as the first
 * @param end of each as the last
 * @param between row i, column j: of label j after label i
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Transitions(double[] start, double[] end, double[][] between) {

  /** The score of what must not be; finite, so that some path always is the best. */
  private static final double FORBIDDEN = -1e9;

  /** Nothing but that {@code I-x} follows only {@code B-x} and {@code I-x}. */
  public static Transitions allowing(LabelScheme scheme) {
    int count = scheme.labels().size();
    double[] start = new double[count];
    double[][] between = new double[count][count];
    for (int label = 0; label < count; label++) {
      start[label] = scheme.allows(-1, label) ? 0 : FORBIDDEN;
      for (int before = 0; before < count; before++) {
        between[before][label] = scheme.allows(before, label) ? 0 : FORBIDDEN;
      }
    }
    return new Transitions(start, new double[count], between);
  }

  /** How many labels there are. */
  public int labels() {
    return start.length;
  }

  /** The labels whose score is the greatest (Viterbi 1967); {@code words} one a word, by label. */
  public int[] best(float[][] words) {
    int count = labels();
    int[] path = new int[words.length];
    if (words.length == 0) {
      return path;
    }
    int[][] back = new int[words.length][];
    double[] value = sum(start, words[0]);
    for (int word = 1; word < words.length; word++) {
      back[word] = new int[count];
      double[] next = new double[count];
      for (int label = 0; label < count; label++) {
        int from = bestBefore(value, label);
        back[word][label] = from;
        next[label] = value[from] + between[from][label] + words[word][label];
      }
      value = next;
    }
    path[words.length - 1] = largest(sum(value, end));
    for (int word = words.length - 1; word > 0; word--) {
      path[word - 1] = back[word][path[word]];
    }
    return path;
  }

  /**
   * How probable the label that {@code path} gives each word is, all paths considered: forward and
   * backward (Rabiner 1989).
   */
  public double[] marginals(float[][] words, int[] path) {
    double[] probabilities = new double[words.length];
    if (words.length == 0) {
      return probabilities;
    }
    double[][] forward = forward(words);
    double[] backward = end.clone();
    for (int word = words.length - 1; word >= 0; word--) {
      double[] joint = new double[labels()];
      for (int label = 0; label < joint.length; label++) {
        joint[label] = forward[word][label] + backward[label];
      }
      probabilities[word] = Math.exp(joint[path[word]] - LogSum.of(joint));
      backward = before(words[word], backward);
    }
    return probabilities;
  }

  private double[][] forward(float[][] words) {
    double[][] forward = new double[words.length][];
    forward[0] = sum(start, words[0]);
    double[] terms = new double[labels()];
    for (int word = 1; word < words.length; word++) {
      forward[word] = new double[labels()];
      for (int label = 0; label < labels(); label++) {
        for (int from = 0; from < labels(); from++) {
          terms[from] = forward[word - 1][from] + between[from][label];
        }
        forward[word][label] = LogSum.of(terms) + words[word][label];
      }
      lessTheirSum(forward[word]);
    }
    return forward;
  }

  /** What follows each label, from what follows those of this word. */
  private double[] before(float[] word, double[] backward) {
    double[] before = new double[labels()];
    double[] terms = new double[labels()];
    for (int from = 0; from < labels(); from++) {
      for (int label = 0; label < labels(); label++) {
        terms[label] = between[from][label] + word[label] + backward[label];
      }
      before[from] = LogSum.of(terms);
    }
    lessTheirSum(before);
    return before;
  }

  /** Keeps sums over long texts near 0; only differences matter. */
  private static void lessTheirSum(double[] values) {
    double sum = LogSum.of(values);
    for (int i = 0; i < values.length; i++) {
      values[i] -= sum;
    }
  }

  private int bestBefore(double[] value, int label) {
    int best = 0;
    for (int from = 1; from < value.length; from++) {
      if (value[from] + between[from][label] > value[best] + between[best][label]) {
        best = from;
      }
    }
    return best;
  }

  private static double[] sum(double[] first, float[] second) {
    double[] sum = first.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += second[i];
    }
    return sum;
  }

  private static double[] sum(double[] first, double[] second) {
    double[] sum = first.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += second[i];
    }
    return sum;
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
