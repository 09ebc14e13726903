package io.salver.task.text;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.Activation;
import io.salver.task.ClassHead;
import io.salver.task.ClassScore;
import io.salver.task.OutputChoice;
import io.salver.task.OutputValues;
import io.salver.tensor.TensorSpec;
import io.salver.text.LogSum;
import io.salver.text.TokenWindow;
import io.salver.text.Tokenizer.Detail;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The classes of whole texts, from one output {@code [n, classes]}. The scores of a text's windows
 * are averaged.
 *
 * @param multiLabel whether a text may be of several classes, or of none
 * @param threshold the least score of a class where that is so
 * @param scope how texts are told that are about nothing the model knows
 */
record TextClassification(
    ClassHead head, boolean multiLabel, double threshold, Optional<ScopeRule> scope)
    implements TextHead {

  /** What it is told in {@code model.yaml}. */
  static final Set<String> KEYS = keys();

  private static final double USUAL_THRESHOLD = 0.5;

  static TextClassification read(
      Map<String, Object> postprocess, TextFiles texts, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "postprocess", postprocess, KEYS);
    OutputChoice output = OutputChoice.of(settings, "output").usually("logits");
    return read(settings, output, texts, TextFiles.LABELS, signature);
  }

  /** Reads a section of which the labels have the full key {@code labels}. */
  static TextClassification read(
      Section settings, OutputChoice output, TextFiles texts, String labels, Signature signature) {
    boolean multiLabel = settings.flag("multi-label", false);
    Activation usual = multiLabel ? Activation.SIGMOID : Activation.SOFTMAX;
    ClassHead head = ClassHead.read(settings, output, usual, texts, labels, signature);
    if (multiLabel && head.activation() == Activation.SOFTMAX) {
      throw settings.wrong("activation", "sigmoid or none where a text may be of several classes");
    }
    return new TextClassification(
        head,
        multiLabel,
        settings.number("threshold", 0, 1, USUAL_THRESHOLD),
        ScopeRule.read(settings, head));
  }

  @Override
  public List<TensorSpec> outputs() {
    return List.of(head.output());
  }

  @Override
  public Detail detail() {
    return Detail.TOKENS;
  }

  @Override
  public long bytesPerToken() {
    return 0;
  }

  /** Gathers the scores of a text, of which the output is the {@code place}th. */
  Scores collector(int place, TextTask.Classify task) {
    return new Scores(place, task);
  }

  /** Of the classes of a text, each the mean of its windows'. */
  final class Scores implements Collector<TextFinding.Classes> {

    private final int place;
    private final TextTask.Classify task;
    private double[] sum = new double[0];
    private double measured;
    private int windows;

    private Scores(int place, TextTask.Classify task) {
      this.place = place;
      this.task = task;
    }

    @Override
    public void add(List<OutputValues> outputs, int row, TokenWindow window) {
      float[] logits = outputs.get(place).row(row);
      measured += scope.map(rule -> rule.measure(logits, head)).orElse(0.0);
      float[] scores = head.activate(logits);
      if (sum.length == 0) {
        sum = new double[scores.length];
      }
      if (sum.length != scores.length) {
        throw new BackendFailure(
            "the model gave %d and then %d classes".formatted(sum.length, scores.length));
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] += scores[i];
      }
      windows++;
    }

    @Override
    public TextFinding.Classes finding() {
      float[] mean = mean();
      return new TextFinding.Classes(
          best(mean), scope.map(rule -> rule.decide(mean, measured / windows)));
    }

    /** The scores of all classes, by index, once all windows were added. */
    float[] mean() {
      float[] mean = new float[sum.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (sum[i] / windows);
      }
      return mean;
    }

    private List<ClassScore> best(float[] scores) {
      double least = multiLabel ? task.threshold().orElse(threshold) : 0;
      List<ClassScore> best =
          head.best(scores, task.topK().orElse(multiLabel ? scores.length : head.topK()));
      return multiLabel ? best.stream().filter(each -> each.score() >= least).toList() : best;
    }
  }

  private static Set<String> keys() {
    Set<String> keys = new HashSet<>(ClassHead.KEYS);
    keys.addAll(List.of("multi-label", "threshold", ScopeRule.KEY));
    return Set.copyOf(keys);
  }

  /** How texts are told that are about nothing the model knows. */
  record ScopeRule(TextFinding.ScopeMeasure by, double threshold, int label) {

    static final String KEY = "out-of-scope";

    private static final int NONE = -1;
    private static final double MOST = 1e6;

    static Optional<ScopeRule> read(Section settings, ClassHead head) {
      if (!settings.has(KEY)) {
        return Optional.empty();
      }
      Section rule = settings.section(KEY, Set.of("by", "threshold", "label"));
      TextFinding.ScopeMeasure by =
          rule.choice(
              "by",
              TextFinding.ScopeMeasure.class,
              rule.has("label")
                  ? TextFinding.ScopeMeasure.LABEL
                  : TextFinding.ScopeMeasure.PROBABILITY);
      int label = rule.text("label").map(name -> head.labels().names().indexOf(name)).orElse(NONE);
      if (rule.has("label") ? label == NONE : by == TextFinding.ScopeMeasure.LABEL) {
        throw rule.wrong("label", "one of the labels");
      }
      double threshold =
          switch (by) {
            case PROBABILITY -> rule.number("threshold", 0, 1, USUAL_THRESHOLD);
            case LABEL -> rule.number("threshold", 0, 1, 1);
            case ENERGY -> rule.number("threshold", -MOST, MOST, 0);
          };
      if (by != TextFinding.ScopeMeasure.LABEL && !rule.has("threshold")) {
        throw rule.wrong("threshold", "a number");
      }
      return Optional.of(new ScopeRule(by, threshold, label));
    }

    /** What is measured of one window, before its logits are activated. */
    double measure(float[] logits, ClassHead head) {
      double[] inside =
          IntStream.range(0, logits.length)
              .filter(index -> index != label)
              .mapToDouble(index -> logits[index])
              .toArray();
      return switch (by) {
        case ENERGY -> -LogSum.of(inside);
        case PROBABILITY -> {
          float[] scores = new float[inside.length];
          for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) (inside[i] / head.temperature());
          }
          head.activation().apply(scores, 0, scores.length, 1);
          double most = 0;
          for (float score : scores) {
            most = Math.max(most, score);
          }
          yield most;
        }
        case LABEL -> 0;
      };
    }

    /** Whether a text of these scores is about anything the model knows. */
    TextFinding.Scope decide(float[] scores, double measured) {
      return switch (by) {
        case ENERGY -> new TextFinding.Scope(measured <= threshold, by, measured, threshold);
        case PROBABILITY -> new TextFinding.Scope(measured >= threshold, by, measured, threshold);
        case LABEL -> {
          float own = scores[label];
          boolean wins = true;
          for (float score : scores) {
            wins &= own >= score;
          }
          yield new TextFinding.Scope(!wins && own < threshold, by, own, threshold);
        }
      };
    }
  }
}
