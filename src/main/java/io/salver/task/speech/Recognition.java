package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.OutputChoice;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What {@code postprocess} says of a recogniser. Immutable. */
sealed interface Recognition {

  /** The most that one run sees of a sound. */
  Duration window();

  /** What two windows share. */
  Duration overlap();

  /**
   * A connectionist temporal classifier.
   *
   * @param output scores {@code [n, frames, symbols]}
   * @param outputLengths the valid frames of each row
   * @param frame time of one output frame
   * @param beam width of the search, 1 for the greedy path
   */
  record Ctc(
      TensorSpec output,
      Optional<TensorSpec> outputLengths,
      Vocabulary vocabulary,
      Duration frame,
      int beam,
      Optional<WordTree> words,
      Duration window,
      Duration overlap)
      implements Recognition {

    /** A search of that width, or of the model's own. */
    CtcSearch search(OptionalInt width) {
      int used = width.orElse(beam);
      return used == 1 && words.isEmpty()
          ? new GreedySearch(vocabulary.blank())
          : new BeamSearch(vocabulary.blank(), used, words.orElseGet(WordTree::free));
    }
  }

  /**
   * An encoder, and a decoder that attends to what it makes (Radford et al., 2022).
   *
   * @param encoded what the encoder makes, {@code [n, frames, features]}
   * @param decoder the model that takes {@code tokens} and {@code encoded}
   * @param start the tokens that the decoder begins with
   * @param end the token that ends
   * @param maxTokens most tokens of a window, those of the start included
   */
  record Attention(
      TensorSpec encoded,
      String decoder,
      Tokens tokens,
      List<Integer> start,
      int end,
      int maxTokens,
      Duration window,
      Duration overlap)
      implements Recognition {}

  /** The most that a request may ask a beam to be. */
  int WIDEST = 1024;

  /** Which decoder. */
  enum Decoder {
    CTC,
    ATTENTION
  }

  Set<String> CTC_KEYS =
      Set.of(
          "decoder",
          "output",
          "output-lengths",
          "vocabulary",
          "blank",
          "separator",
          "frame",
          "beam",
          "words",
          "window",
          "overlap");

  Set<String> ATTENTION_KEYS =
      Set.of(
          "decoder",
          "output",
          "model",
          "tokens",
          "start",
          "end",
          "max-tokens",
          "bytes",
          "window",
          "overlap");

  /** Reads {@code postprocess}. */
  static Recognition read(Map<String, Object> postprocess, TextFiles texts, Signature signature) {
    boolean attends = "attention".equals(postprocess.get("decoder"));
    Section settings =
        Section.of(
            Origin.MODEL_YAML, "postprocess", postprocess, attends ? ATTENTION_KEYS : CTC_KEYS);
    settings.choice("decoder", Decoder.class, Decoder.CTC);
    Duration window =
        settings.duration("window", attends ? Duration.ofSeconds(30) : Duration.ofSeconds(20));
    Duration overlap =
        settings.duration(
            "overlap",
            window.compareTo(Duration.ofSeconds(4)) < 0
                ? window.dividedBy(4)
                : Duration.ofSeconds(attends ? 1 : 2));
    if (overlap.multipliedBy(2).compareTo(window) > 0) {
      throw settings.wrong("overlap", "at most half of postprocess.window");
    }
    return attends
        ? attention(settings, texts, signature, window, overlap)
        : ctc(settings, texts, signature, window, overlap);
  }

  private static Ctc ctc(
      Section settings, TextFiles texts, Signature signature, Duration window, Duration overlap) {
    Optional<TensorSpec> lengths =
        settings.text("output-lengths").map(name -> lengths(settings, name, signature));
    TensorSpec output =
        OutputChoice.of(settings, "output")
            .but(lengths.map(TensorSpec::name).map(List::of).orElseGet(List::of))
            .find(signature, 3);
    Vocabulary vocabulary = vocabulary(settings, texts, output);
    return new Ctc(
        output,
        lengths,
        vocabulary,
        settings.duration("frame", Duration.ofMillis(20)),
        settings.integer("beam", 1, WIDEST, 1),
        texts.find(TextFiles.WORDS).map(words -> WordTree.of(words, vocabulary)),
        window,
        overlap);
  }

  private static Vocabulary vocabulary(Section settings, TextFiles texts, TensorSpec output) {
    List<String> symbols =
        texts
            .find(TextFiles.VOCABULARY)
            .orElseThrow(
                () -> settings.wrong("vocabulary", "the name of a file with one symbol a line"));
    long classes = output.shape().extent(2);
    if (classes != Shape.ANY && classes != symbols.size()) {
      throw new BackendFailure(
          "model.yaml: postprocess.vocabulary has %d symbols, and output '%s' is %s"
              .formatted(symbols.size(), output.name(), output.shape()));
    }
    int blank = settings.integer("blank", 0, symbols.size() - 1, 0);
    String separator =
        settings
            .text("separator")
            .orElseGet(() -> symbols.contains("|") ? "|" : symbols.contains(" ") ? " " : "");
    boolean known = separator.isEmpty() || symbols.stream().anyMatch(s -> s.startsWith(separator));
    if (!known) {
      throw settings.wrong("separator", "a symbol of the vocabulary");
    }
    return new Vocabulary(symbols, blank, separator);
  }

  private static TensorSpec lengths(Section settings, String name, Signature signature) {
    return signature
        .output(name)
        .filter(each -> each.dataType() == DataType.INT64 && each.shape().rank() == 1)
        .orElseThrow(() -> settings.wrong("output-lengths", "the name of an output of INT64 [n]"));
  }

  private static Attention attention(
      Section settings, TextFiles texts, Signature signature, Duration window, Duration overlap) {
    List<String> tokens =
        texts
            .find(TextFiles.TOKENS)
            .orElseThrow(
                () -> settings.wrong("tokens", "the name of a file with one token a line"));
    List<Integer> start =
        Arrays.stream(settings.numbers("start"))
            .mapToObj(number -> token(settings, number, tokens.size()))
            .toList();
    if (start.isEmpty()) {
      throw settings.wrong("start", "the list of the tokens to begin with");
    }
    if (!settings.has("end")) {
      throw settings.wrong("end", "the token that ends");
    }
    int maxTokens = settings.integer("max-tokens", 1, 1 << 16, 448);
    if (maxTokens <= start.size()) {
      throw settings.wrong("max-tokens", "more than the " + start.size() + " of the start");
    }
    return new Attention(
        OutputChoice.of(settings, "output").find(signature, 3),
        settings
            .text("model")
            .orElseThrow(() -> settings.wrong("model", "the name of the decoder's model")),
        new Tokens(tokens, settings.flag("bytes", true)),
        start,
        settings.integer("end", 0, tokens.size() - 1, 0),
        maxTokens,
        window,
        overlap);
  }

  private static int token(Section settings, double number, int count) {
    if (number != Math.rint(number) || number < 0 || number >= count) {
      throw settings.wrong("start", "a list of tokens from 0 to " + (count - 1));
    }
    return (int) number;
  }
}
