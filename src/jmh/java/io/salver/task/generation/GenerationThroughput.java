package io.salver.task.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How fast one graph writes with its cache and without, turn by turn. Run by {@code
 * src/jmh/measure.sh generation [tokens] [model folder]}.
 */
final class GenerationThroughput {

  private static final int ROUNDS = 7;
  private static final int[] ROWS = {1, 8};

  private GenerationThroughput() {}

  /** Arguments: the tokens of a text, and the folder of a model for text-generation. */
  public static void main(String[] arguments) throws IOException {
    int tokens = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    Path model =
        arguments.length > 1 ? Path.of(arguments[1]) : WritingHouse.FIXTURES.resolve("gpt");
    try (WritingHouse cached = house(model, tokens, true);
        WritingHouse plain = house(model, tokens, false)) {
      for (int rows : ROWS) {
        compare(cached, plain, tokens, rows);
      }
    }
  }

  private static void compare(WritingHouse cached, WritingHouse plain, int tokens, int rows) {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (int round = -1; round < ROUNDS; round++) {
      double first = tokensASecond(cached, tokens, rows);
      double second = tokensASecond(plain, tokens, rows);
      if (round >= 0) {
        with.add(first);
        without.add(second);
      }
    }
    System.out.printf(
        "%d texts of %d tokens side by side: %,.0f tokens a second with a cache, %,.0f without"
            + " (medians of %d), %.1f times as many%n",
        rows, tokens, median(with), median(without), ROUNDS, median(with) / median(without));
  }

  private static double tokensASecond(WritingHouse house, int tokens, int rows) {
    GenerationSettings settings =
        new GenerationSettings(
            OptionalInt.of(tokens),
            GenerationSettings.DEFAULT.temperature(),
            OptionalInt.empty(),
            GenerationSettings.DEFAULT.topP(),
            0,
            0,
            1,
            GenerationSettings.DEFAULT.bias(),
            OptionalLong.of(7),
            OptionalInt.empty(),
            GenerationSettings.DEFAULT.lengthPenalty(),
            GenerationSettings.DEFAULT.earlyStopping(),
            rows,
            OptionalInt.empty(),
            false,
            OptionalInt.empty(),
            List.of());
    long start = System.nanoTime();
    Generation written = house.write("gpt", new Prompt.Text("a"), settings);
    return written.usage().completionTokens() * 1e9 / (System.nanoTime() - start);
  }

  /** The model alone, whose context has room for the whole text. */
  private static WritingHouse house(Path model, int tokens, boolean isCached) throws IOException {
    Path root = Files.createTempDirectory("salver-generation");
    WritingHouse.add(
        root,
        model,
        "gpt",
        """
        task: text-generation
        preprocess: {tokenizer: tokenizer.json}
        postprocess: {end: none, context: %d, temperature: 1, cache: %s}
        instances: 1
        """
            .formatted(tokens + 1, isCached));
    WritingHouse house = new WritingHouse(root);
    house.serve("gpt");
    return house;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
