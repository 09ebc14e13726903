package io.salver.task.text;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.OutputChoice;
import io.salver.task.OutputValues;
import io.salver.tensor.TensorSpec;
import io.salver.text.Encoding;
import io.salver.text.Graphemes;
import io.salver.text.LogSum;
import io.salver.text.SpanSearch;
import io.salver.text.TokenWindow;
import io.salver.text.Tokenizer.Detail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Where an answer stands, from two outputs {@code [n, tokens]}: what speaks for each token as its
 * first, and as its last (Devlin et al. 2019, "BERT"). The best span of all windows is the answer;
 * where the model tells by the first token that a text does not say, the one window that is least
 * sure of that counts.
 *
 * @param maxTokens of an answer
 * @param mayBeNone whether the model tells that a text does not say
 * @param threshold by how much an answer must score above none
 * @param topK how many answers, unless the request says
 */
record AnswerSearch(
    TensorSpec start, TensorSpec end, int maxTokens, boolean mayBeNone, double threshold, int topK)
    implements TextHead {

  private static final Set<String> KEYS =
      Set.of("start", "end", "max-answer-tokens", "no-answer", "threshold", "top-k");
  private static final int USUAL_TOKENS = 30;
  private static final int MOST_TOKENS = 512;
  private static final double MOST_MARGIN = 1e6;

  /** The most answers to one question. */
  static final int MOST_ANSWERS = 100;

  /** What tells that a text does not say. */
  enum NoAnswer {
    NONE,
    FIRST
  }

  static AnswerSearch read(Map<String, Object> postprocess, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "postprocess", postprocess, KEYS);
    return new AnswerSearch(
        OutputChoice.of(settings, "start").usually("start_logits").find(signature, 2),
        OutputChoice.of(settings, "end").usually("end_logits").find(signature, 2),
        settings.integer("max-answer-tokens", 1, MOST_TOKENS, USUAL_TOKENS),
        settings.choice("no-answer", NoAnswer.class, NoAnswer.NONE) == NoAnswer.FIRST,
        settings.number("threshold", -MOST_MARGIN, MOST_MARGIN, 0),
        settings.integer("top-k", 1, MOST_ANSWERS, 1));
  }

  @Override
  public List<TensorSpec> outputs() {
    return List.of(start, end);
  }

  @Override
  public Detail detail() {
    return Detail.SPANS;
  }

  @Override
  public long bytesPerToken() {
    return 0;
  }

  Spans collector(String text, Encoding encoding, int count) {
    return new Spans(text, encoding, count);
  }

  /**
   * The answers, and how probable it is that there is none.
   *
   * @param margin by how much the best span scores above none; absent where there is no span, or
   *     never none
   */
  record Found(List<QuestionAnswer.Span> answers, double noAnswer, OptionalDouble margin) {}

  /** What the windows of a text say. */
  final class Spans implements Collector<Found> {

    private final String text;
    private final Encoding encoding;
    private final SpanSearch search;
    private double none = Double.POSITIVE_INFINITY;

    Spans(String text, Encoding encoding, int count) {
      this.text = text;
      this.encoding = encoding;
      this.search = new SpanSearch(maxTokens, count);
    }

    @Override
    public void add(List<OutputValues> outputs, int row, TokenWindow window) {
      float[] starts = outputs.getFirst().row(row);
      float[] ends = outputs.getLast().row(row);
      if (starts.length < window.size() || ends.length < window.size()) {
        throw new BackendFailure(
            "the model gave %d and %d scores for %d tokens"
                .formatted(starts.length, ends.length, window.size()));
      }
      none = Math.min(none, (double) starts[0] + ends[0]);
      search.add(starts, ends, window.begin(), window.to() - window.from(), window.from());
    }

    @Override
    public Found finding() {
      double sum = mayBeNone ? LogSum.of(search.logSum(), none) : search.logSum();
      Graphemes graphemes = new Graphemes(text);
      List<QuestionAnswer.Span> answers = new ArrayList<>();
      for (SpanSearch.Span span : search.best()) {
        Words.Part part =
            Words.Part.of(
                text, graphemes, encoding.starts()[span.first()], encoding.ends()[span.last()]);
        boolean isEnough = !mayBeNone || span.score() - none > threshold;
        if (isEnough && !part.isEmpty()) {
          answers.add(
              new QuestionAnswer.Span(
                  part.of(text), part.start(), part.end(), Math.exp(span.score() - sum)));
        }
      }
      return new Found(answers, mayBeNone ? Math.exp(none - sum) : 0, margin());
    }

    private OptionalDouble margin() {
      List<SpanSearch.Span> best = search.best();
      return mayBeNone && !best.isEmpty()
          ? OptionalDouble.of(best.getFirst().score() - none)
          : OptionalDouble.empty();
    }
  }
}
