package io.salver.task.generation;

import io.salver.settings.Section;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What {@code model.yaml} says of how a model writes where a request says nothing.
 *
 * @param ends tokens that end a text; none of them is part of it
 */
record WritingDefaults(
    Set<Integer> ends,
    int maxTokens,
    double temperature,
    int topK,
    double topP,
    int beams,
    double lengthPenalty) {

  /** Its keys of {@code postprocess}. */
  static final Set<String> KEYS =
      Set.of("end", "max-tokens", "temperature", "top-k", "top-p", "beams", "length-penalty");

  static final int MOST_BEAMS = 64;
  static final double HIGHEST_TEMPERATURE = 100;
  static final double MOST_LENGTH_PENALTY = 10;
  private static final int MOST_IDS = 1 << 24;
  private static final double LEAST_P = 1e-9;

  /** Reads them. */
  static WritingDefaults read(Section settings, WritingDefaults otherwise) {
    return new WritingDefaults(
        settings.has("end") ? ends(settings) : otherwise.ends(),
        settings.integer("max-tokens", 1, GenerationPlan.MOST_POSITIONS, otherwise.maxTokens()),
        settings.number("temperature", 0, HIGHEST_TEMPERATURE, otherwise.temperature()),
        settings.integer("top-k", 0, MOST_IDS, otherwise.topK()),
        settings.number("top-p", LEAST_P, 1, otherwise.topP()),
        settings.integer("beams", 1, MOST_BEAMS, otherwise.beams()),
        settings.number(
            "length-penalty",
            -MOST_LENGTH_PENALTY,
            MOST_LENGTH_PENALTY,
            otherwise.lengthPenalty()));
  }

  private static Set<Integer> ends(Section settings) {
    if (settings.isWord("end", "none")) {
      return Set.of();
    }
    double[] ids = settings.numbers("end");
    if (!IntStream.range(0, ids.length).allMatch(i -> ids[i] >= 0 && ids[i] == (int) ids[i])) {
      throw settings.wrong("end", "the id of a token, a list of such ids, or none");
    }
    return IntStream.range(0, ids.length).mapToObj(i -> (int) ids[i]).collect(Collectors.toSet());
  }
}
