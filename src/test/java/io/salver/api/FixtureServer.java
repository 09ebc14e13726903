package io.salver.api;

import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The packaged application with the small models of texts and rows of {@code src/test/resources};
 * stopped with the JVM.
 */
final class FixtureServer {

  private static final Path FIXTURES = Path.of("src/test/resources");

  private FixtureServer() {}

  static SalverProcess process() {
    return Holder.PROCESS;
  }

  /** The folder of a model of rows. */
  static Path table(String model) {
    return FIXTURES.resolve("table/fixtures").resolve(model);
  }

  /** The folder of a model of texts. */
  static Path text(String model) {
    return FIXTURES.resolve("text/fixtures").resolve(model);
  }

  /** All of them, as a repository; a graph that lies beside its model.yaml is version 1. */
  private static Path repository() {
    try {
      Path repository = Files.createTempDirectory("salver-fixtures-");
      for (Path folder : List.of(table(""), text(""))) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            copy(file, repository, folder.relativize(file));
          }
        }
      }
      return repository;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path file, Path repository, Path place) throws IOException {
    boolean isGraph = place.getNameCount() == 2 && place.endsWith("model.onnx");
    Path target =
        repository.resolve(isGraph ? place.resolveSibling("1").resolve("model.onnx") : place);
    Files.createDirectories(target.getParent());
    Files.copy(file, target);
  }

  private static final class Holder {
    static final SalverProcess PROCESS =
        SalverProcess.start(
            Map.of(
                "salver.models.repository", repository().toString(),
                "salver.recommenders.directory", "src/test/models/no-recommenders",
                "salver.requests.max-body", "16M"));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(PROCESS::close, "fixture-server-stop"));
    }
  }
}
