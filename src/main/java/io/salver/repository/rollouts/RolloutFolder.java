package io.salver.repository.rollouts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.rollout.DeclaredFile;
import io.salver.rollout.RolloutForm;
import io.salver.settings.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory of rollouts, one a file: {@code adult.yaml} declares the rollout {@code adult}. Files
 * whose names begin with a dot are left out, so that a mounted ConfigMap can be read. Immutable.
 */
public final class RolloutFolder {

  private static final long MOST_BYTES = 1L << 20;
  private static final int MOST_FILES = 10_000;
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final Path directory;
  private final YAMLMapper mapper =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The files of that directory, which need not exist. */
  public RolloutFolder(Path directory) {
    this.directory = directory;
  }

  /**
   * What the files say, by their names; empty where there is no directory, which is not the same as
   * one without files.
   *
   * @throws BackendFailure when the directory cannot be read
   */
  public Optional<List<DeclaredFile>> read() {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    List<DeclaredFile> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path file : files()) {
      String name = nameOf(file);
      files.add(
          names.add(name)
              ? declared(file, name)
              : new DeclaredFile.Broken(
                  fileOf(file), "another file declares the rollout '" + name + "' too"));
    }
    return Optional.of(files);
  }

  private List<Path> files() {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(file -> isDeclaration(fileOf(file)) && Files.isRegularFile(file))
          .sorted()
          .limit(MOST_FILES)
          .toList();
    } catch (IOException e) {
      throw new BackendFailure("the rollouts in " + directory + " cannot be read: " + e, e);
    }
  }

  private DeclaredFile declared(Path file, String name) {
    String called = fileOf(file);
    try {
      if (Files.size(file) > MOST_BYTES) {
        return new DeclaredFile.Broken(called, "it has more than " + MOST_BYTES + " bytes");
      }
      Map<String, Object> values = mapper.readValue(Files.readAllBytes(file), MAP);
      return new DeclaredFile.Whole(
          called, RolloutForm.declared(Origin.file(called), "", name, values));
    } catch (JsonProcessingException e) {
      String problem = e.getOriginalMessage().lines().findFirst().orElse("");
      return new DeclaredFile.Broken(called, "it is not a mapping in YAML: " + problem);
    } catch (IOException e) {
      return new DeclaredFile.Broken(called, "it cannot be read: " + e);
    } catch (Fault e) {
      return new DeclaredFile.Broken(called, e.explanation());
    }
  }

  private static boolean isDeclaration(String file) {
    return !file.startsWith(".") && (file.endsWith(".yaml") || file.endsWith(".yml"));
  }

  private static String fileOf(Path file) {
    return file.getFileName().toString();
  }

  private static String nameOf(Path file) {
    return fileOf(file).replaceFirst("\\.ya?ml$", "");
  }
}
