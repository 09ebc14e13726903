package io.salver.task.text;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.OutputChoice;
import io.salver.task.OutputValues;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.text.Encoding;
import io.salver.text.Graphemes;
import io.salver.text.LabelScheme;
import io.salver.text.TokenWindow;
import io.salver.text.Tokenizer.Detail;
import io.salver.text.Transitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Labels of words, from one output {@code [n, tokens, labels]}: a word has the label of its first
 * token; what labels mean is {@link LabelScheme}'s. Where windows overlap, a word is read in the
 * one that shows the most around it.
 *
 * @param decoding how labels are chosen
 * @param whole what the text is as a whole, of a model that tells (Chen, Zhuo and Wang 2019, "BERT
 *     for Joint Intent Classification and Slot Filling")
 */
record TokenClassification(
    TensorSpec output,
    LabelScheme scheme,
    Decoding decoding,
    Transitions transitions,
    Optional<TextClassification> whole)
    implements TextHead {

  private static final Set<String> KEYS =
      Set.of("output", "labels", "decoding", "transitions", "classification");

  /** How labels are chosen. */
  enum Decoding {
    /** Each by itself. */
    ARGMAX,
    /** The most probable that make sense one after another. */
    BIO,
    /** By learnt transitions. */
    CRF
  }

  static TokenClassification read(
      Map<String, Object> postprocess, TextFiles texts, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "postprocess", postprocess, KEYS);
    Optional<TextClassification> whole = whole(settings, texts, signature);
    TensorSpec output =
        OutputChoice.of(settings, "output")
            .but(whole.map(each -> List.of(each.head().output().name())).orElse(List.of()))
            .usually("logits")
            .find(signature, 3);
    LabelScheme scheme =
        new LabelScheme(
            texts
                .find(TextFiles.LABELS)
                .orElseThrow(
                    () -> settings.wrong("labels", "the name of a file with one label a line")));
    long labels = output.shape().extent(2);
    if (labels != Shape.ANY && labels != scheme.labels().size()) {
      throw new BackendFailure(
          "the model has %d labels, but its labels name %d"
              .formatted(labels, scheme.labels().size()));
    }
    Decoding decoding =
        settings.choice(
            "decoding", Decoding.class, settings.has("transitions") ? Decoding.CRF : Decoding.BIO);
    Transitions transitions =
        decoding == Decoding.CRF
            ? TransitionFile.read(settings, texts, scheme.labels().size())
            : Transitions.allowing(scheme);
    return new TokenClassification(output, scheme, decoding, transitions, whole);
  }

  private static Optional<TextClassification> whole(
      Section settings, TextFiles texts, Signature signature) {
    if (!settings.has("classification")) {
      return Optional.empty();
    }
    Section section = settings.section("classification", TextClassification.KEYS);
    return Optional.of(
        TextClassification.read(
            section, OutputChoice.of(section, "output"), texts, TextFiles.TEXT_LABELS, signature));
  }

  @Override
  public List<TensorSpec> outputs() {
    return whole
        .map(each -> List.of(output, each.head().output()))
        .orElseGet(() -> List.of(output));
  }

  @Override
  public Detail detail() {
    return Detail.SPANS;
  }

  @Override
  public long bytesPerToken() {
    int perLabel = decoding == Decoding.ARGMAX ? Float.BYTES : Float.BYTES + Double.BYTES * 2;
    return 64L + (long) scheme.labels().size() * perLabel;
  }

  Labelled collector(String text, Encoding encoding, TextTask.Tag task) {
    return new Labelled(text, Words.of(encoding), task);
  }

  /** The words of a text and what speaks for their labels. */
  final class Labelled implements Collector<TextFinding.Entities> {

    private final String text;
    private final Words words;
    private final TextTask.Tag task;
    private final Optional<TextClassification.Scores> intent =
        whole.map(
            each ->
                each.collector(
                    1, new TextTask.Classify(OptionalInt.empty(), OptionalDouble.empty())));
    private final float[][] scores;
    private final int[] shown;
    private int read;

    private Labelled(String text, Words words, TextTask.Tag task) {
      this.text = text;
      this.words = words;
      this.task = task;
      this.scores = new float[words.count()][];
      this.shown = new int[words.count()];
    }

    @Override
    public void add(List<OutputValues> outputs, int row, TokenWindow window) {
      OutputValues values = outputs.getFirst();
      int labels = scheme.labels().size();
      if (values.extent(1) < window.size() || values.extent(2) != labels) {
        throw new BackendFailure(
            "the model gave %s for %d tokens and %d labels"
                .formatted(values.shape(), window.size(), labels));
      }
      for (int word = 0; word < words.count(); word++) {
        int token = words.firsts()[word];
        if (token >= window.from() && token < window.to()) {
          int around = around(token, window);
          if (scores[word] == null || around > shown[word]) {
            int from = (row * values.extent(1) + window.at(token)) * labels;
            scores[word] = Arrays.copyOfRange(values.values(), from, from + labels);
            shown[word] = around;
          }
          read = Math.max(read, word + 1);
        }
      }
      intent.ifPresent(each -> each.add(outputs, row, window));
    }

    /** How many tokens stand on the poorer side; the ends of the text are no lack. */
    private static int around(int token, TokenWindow window) {
      int before = window.from() == window.begin() ? Integer.MAX_VALUE : token - window.from();
      int after = window.to() == window.end() ? Integer.MAX_VALUE : window.to() - 1 - token;
      return Math.min(before, after);
    }

    @Override
    public TextFinding.Entities finding() {
      float[][] seen = Arrays.copyOf(scores, read);
      int[] path = decoding == Decoding.ARGMAX ? Probabilities.best(seen) : transitions.best(seen);
      double[] sure =
          decoding == Decoding.CRF
              ? transitions.marginals(seen, path)
              : Probabilities.of(seen, path);
      return new TextFinding.Entities(
          entities(path, sure), intent.map(TextClassification.Scores::finding));
    }

    /** What speaks for each class of the whole text, of a model that tells. */
    Optional<float[]> wholeScores() {
      return intent.map(TextClassification.Scores::mean);
    }

    private List<TextFinding.Entity> entities(int[] path, double[] sure) {
      Graphemes graphemes = new Graphemes(text);
      List<TextFinding.Entity> entities = new ArrayList<>();
      for (LabelScheme.Part part : scheme.parts(path)) {
        double score = Arrays.stream(sure, part.first(), part.last()).average().orElse(0);
        Words.Part place =
            Words.Part.of(
                text, graphemes, words.starts()[part.first()], words.ends()[part.last() - 1]);
        if (!place.isEmpty() && score >= task.minScore().orElse(0)) {
          entities.add(
              new TextFinding.Entity(
                  part.type(), place.of(text), place.start(), place.end(), score));
        }
      }
      return entities;
    }
  }
}
