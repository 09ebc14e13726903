package io.salver.task.generation;

import io.salver.fault.InvalidInput;
import io.salver.text.generation.Penalties;
import io.salver.text.generation.Sampler;
import io.salver.text.generation.StopSequences;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How one request is written: what it says, and what the model says where it does not. Immutable.
 *
 * @param maxTokens asked for; absent: as many as usual
 * @param usualTokens of a choice
 * @param seed asked for, or drawn
 * @param beams 1: tokens are drawn
 * @param candidates how many texts are written for each prompt, of which {@code choices} are
 *     answered
 */
record Writing(
    OptionalInt maxTokens,
    int usualTokens,
    Sampler sampler,
    Penalties penalties,
    Map<Integer, Double> bias,
    long seed,
    int beams,
    double lengthPenalty,
    boolean isEarly,
    int choices,
    int candidates,
    boolean isEchoed,
    OptionalInt logProbabilities,
    StopSequences stop,
    Set<Integer> ends) {

  static final int MOST_CHOICES = 128;
  static final int MOST_TOKENS = 1 << 16;
  private static final int MOST_LOG_PROBABILITIES = 20;
  private static final int MOST_STOPS = 16;
  private static final int LONGEST_STOP = 1024;
  private static final int MOST_BIASES = 1024;
  private static final double LEAST_P = 1e-9;

  /**
   * Puts them together.
   *
   * @param drawn the seed where none is asked for
   * @throws InvalidInput when something asked for is out of its bounds, or contradicts another
   */
  static Writing of(GenerationSettings asked, WritingDefaults model, long drawn) {
    within("max_tokens", asked.maxTokens().orElse(0), 0, MOST_TOKENS);
    within("temperature", asked.temperature().orElse(1), 0, WritingDefaults.HIGHEST_TEMPERATURE);
    within("top_k", asked.topK().orElse(0), 0, Integer.MAX_VALUE);
    within("top_p", asked.topP().orElse(1), 0, 1);
    within("presence_penalty", asked.presencePenalty(), -2, 2);
    within("frequency_penalty", asked.frequencyPenalty(), -2, 2);
    within("repetition_penalty", asked.repetitionPenalty(), 0.01, 100);
    within("beams", asked.beams().orElse(1), 1, WritingDefaults.MOST_BEAMS);
    double most = WritingDefaults.MOST_LENGTH_PENALTY;
    within("length_penalty", asked.lengthPenalty().orElse(1), -most, most);
    within("n", asked.choices(), 1, MOST_CHOICES);
    within("best_of", asked.bestOf().orElse(1), 1, MOST_CHOICES);
    within("logprobs", asked.logProbabilities().orElse(0), 0, MOST_LOG_PROBABILITIES);
    checkBias(asked.bias());
    checkStops(asked);
    Writing writing = combine(asked, model, drawn);
    writing.requireConsistent(asked);
    return writing;
  }

  private static Writing combine(GenerationSettings asked, WritingDefaults model, long drawn) {
    boolean isDrawn = asked.temperature().orElse(0) > 0 || asked.bestOf().isPresent();
    double topP = Math.max(LEAST_P, asked.topP().orElse(model.topP()));
    return new Writing(
        asked.maxTokens(),
        model.maxTokens(),
        new Sampler(
            asked.temperature().orElse(model.temperature()),
            asked.topK().orElse(model.topK()),
            topP),
        new Penalties(asked.presencePenalty(), asked.frequencyPenalty(), asked.repetitionPenalty()),
        asked.bias(),
        asked.seed().orElse(drawn),
        asked.beams().orElse(isDrawn ? 1 : Math.max(model.beams(), beamsFor(asked, model))),
        asked.lengthPenalty().orElse(model.lengthPenalty()),
        asked.earlyStopping().orElse(false),
        asked.choices(),
        asked.bestOf().orElse(asked.choices()),
        asked.echo(),
        asked.logProbabilities(),
        new StopSequences(asked.stop()),
        model.ends());
  }

  /** A model that searches by itself finds as many texts as are asked for. */
  private static int beamsFor(GenerationSettings asked, WritingDefaults model) {
    return model.beams() > 1 ? Math.min(asked.choices(), WritingDefaults.MOST_BEAMS) : 1;
  }

  private void requireConsistent(GenerationSettings asked) {
    if (candidates < choices) {
      throw new InvalidInput(
          "best_of must be at least n, which is %d, not %d".formatted(choices, candidates));
    }
    if (beams == 1) {
      requireNone("length_penalty", asked.lengthPenalty().isPresent(), "needs beams");
      requireNone("early_stopping", asked.earlyStopping().isPresent(), "needs beams");
      return;
    }
    String because = "has no meaning with beams, which are " + beams;
    requireNone("temperature", asked.temperature().orElse(0) > 0, because);
    requireNone("top_k", asked.topK().orElse(0) > 0, because);
    requireNone("top_p", asked.topP().orElse(1) < 1, because);
    requireNone("best_of", asked.bestOf().isPresent(), because);
    requireNone("a penalty of repetition", !penalties.isNone(), because);
    if (choices > beams) {
      throw new InvalidInput(
          "n must be at most the number of beams, which is %d, not %d".formatted(beams, choices));
    }
  }

  /** Rows of a run. */
  int rows() {
    return Math.max(beams, candidates);
  }

  /** Whether it is known only at the end which texts are answered. */
  boolean isDecidedLate() {
    return beams > 1 || candidates > choices;
  }

  private static void checkBias(Map<Integer, Double> bias) {
    if (bias.size() > MOST_BIASES) {
      throw new InvalidInput(
          "logit_bias takes at most %d tokens, received %d".formatted(MOST_BIASES, bias.size()));
    }
    bias.values().forEach(value -> within("logit_bias", value, -100, 100));
  }

  private static void checkStops(GenerationSettings asked) {
    within("the number of stop sequences", asked.stop().size(), 0, MOST_STOPS);
    for (String stop : asked.stop()) {
      if (stop.isEmpty() || stop.length() > LONGEST_STOP) {
        throw new InvalidInput(
            "stop expects texts of 1 to %d characters, received one of %d"
                .formatted(LONGEST_STOP, stop.length()));
      }
    }
  }

  private static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new InvalidInput(
          "%s must be %s to %s, not %s".formatted(name, plain(least), plain(most), plain(value)));
    }
  }

  private static void requireNone(String name, boolean isGiven, String because) {
    if (isGiven) {
      throw new InvalidInput(name + " " + because);
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
