package engine.hostile;

import engine.hostile.Judge.Failure;
import engine.report.Section;
import engine.report.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts answers by kind of request and keeps what is needed to repeat each failure. Thread-safe.
 */
final class Findings {

  private static final int MOST_REPRODUCERS = 200;

  private final Path directory;
  private final Map<String, Map<String, Integer>> codes = new TreeMap<>();
  private final Map<Failure, Integer> failures = new EnumMap<>(Failure.class);
  private int requests;
  private int reproducers;

  Findings(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  synchronized void add(Case request, Reception reception) {
    requests++;
    codes
        .computeIfAbsent(request.kind(), absent -> new TreeMap<>())
        .merge(reception.code(), 1, Integer::sum);
    Optional<Failure> failure = Judge.judge(request, reception);
    failure.ifPresent(
        found -> {
          failures.merge(found, 1, Integer::sum);
          keep(request, reception, found);
        });
  }

  synchronized int requests() {
    return requests;
  }

  void report(Section section) {
    for (Failure failure : Failure.values()) {
      int count = failures.getOrDefault(failure, 0);
      section.must(failure.words(), "%d of %,d".formatted(count, requests), "0", count == 0);
    }
    if (!failures.isEmpty()) {
      section.text("The failed requests are in `%s`.", directory);
    }
    Table table = new Table("kind of request", "answers");
    codes.forEach((kind, counts) -> table.row(kind, counts.toString().replaceAll("[{}]", "")));
    section.table(table);
  }

  private void keep(Case request, Reception reception, Failure failure) {
    if (reproducers++ >= MOST_REPRODUCERS) {
      return;
    }
    String name = "%03d-%s".formatted(reproducers, request.kind());
    try {
      Files.write(directory.resolve(name + Corpus.extension(request.way())), request.bytes());
      Files.writeString(
          directory.resolve(name + ".txt"),
          "%s: expected %s, received %s%n%s%n"
              .formatted(failure, request.expect(), reception.code(), reception.text()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
