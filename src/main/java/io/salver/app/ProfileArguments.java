package io.salver.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What {@code ./salver profile} is asked for. Immutable.
 *
 * @param model whose profile it is
 * @param version absent: the latest
 * @param source what is read
 * @param predictions columns of rows that hold what the model said of them
 * @param out where the profile is written; absent: to the standard output
 * @param repository where the model lies
 */
record ProfileArguments(
    String model,
    OptionalLong version,
    Source source,
    List<String> predictions,
    Optional<Path> out,
    Path repository) {

  private static final String USAGE =
      """
      usage: ./salver profile --model NAME [--version N] SOURCE [--predictions COLUMN,…]
                              [--out FILE] [--repository DIRECTORY]

        SOURCE  --csv FILE | --parquet FILE | --log FILE or DIRECTORY of the prediction log
      """;

  private static final Set<String> OPTIONS =
      Set.of("model", "version", "csv", "parquet", "log", "predictions", "out", "repository");

  ProfileArguments {
    predictions = List.copyOf(predictions);
  }

  /** What is read. */
  sealed interface Source {

    /** Rows as CSV. */
    record Csv(Path file) implements Source {}

    /** Rows as Parquet. */
    record Parquet(Path file) implements Source {}

    /** What a model was asked and answered. */
    record Log(Path place) implements Source {}
  }

  /**
   * Reads the words after {@code profile}.
   *
   * @throws IllegalArgumentException that says what is wrong, and how it should be
   */
  static ProfileArguments read(List<String> words, Map<String, String> environment) {
    Map<String, String> options = options(words);
    return new ProfileArguments(
        Optional.ofNullable(options.get("model")).orElseThrow(() -> wrong("--model is missing")),
        version(options),
        source(options),
        Optional.ofNullable(options.get("predictions"))
            .map(columns -> List.of(columns.split(",", -1)))
            .orElse(List.of()),
        Optional.ofNullable(options.get("out")).map(Path::of),
        Path.of(
            options.getOrDefault(
                "repository",
                environment.getOrDefault("SALVER_MODELS_REPOSITORY", "models/repository"))));
  }

  private static Map<String, String> options(List<String> words) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      String name = words.get(i).startsWith("--") ? words.get(i).substring(2) : "";
      if (!OPTIONS.contains(name)) {
        throw wrong("'%s' is not known".formatted(words.get(i)));
      }
      if (i + 1 == words.size()) {
        throw wrong("--%s needs a value".formatted(name));
      }
      if (options.put(name, words.get(i + 1)) != null) {
        throw wrong("--%s is there twice".formatted(name));
      }
    }
    return options;
  }

  private static OptionalLong version(Map<String, String> options) {
    String version = options.get("version");
    if (version == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(version));
    } catch (NumberFormatException noNumber) {
      throw wrong("--version must be a whole number, not '%s'".formatted(version));
    }
  }

  private static Source source(Map<String, String> options) {
    List<Source> sources =
        options.entrySet().stream()
            .flatMap(option -> source(option.getKey(), Path.of(option.getValue())).stream())
            .toList();
    if (sources.size() != 1) {
      throw wrong("one of --csv, --parquet and --log is expected, not " + sources.size());
    }
    return sources.getFirst();
  }

  private static Optional<Source> source(String option, Path path) {
    return switch (option) {
      case "csv" -> Optional.of(new Source.Csv(path));
      case "parquet" -> Optional.of(new Source.Parquet(path));
      case "log" -> Optional.of(new Source.Log(path));
      default -> Optional.empty();
    };
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + "\n" + USAGE);
  }
}
