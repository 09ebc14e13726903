package io.salver.repository.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.rollout.DeclaredFile;
import io.salver.rollout.RolloutSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RolloutFolderTest {

  private static final String CANARY =
      """
      model: adult
      key: header:X-User-Id
      arms: {control: 1, canary: 2}
      canary:
        steps: [5, 25, 50]
        pause: 10m
        criteria: {latency: 0.05, errors: 0.005}
      """;

  @TempDir Path directory = Path.of("");

  @Test
  void files_declare_the_rollouts_of_their_names() throws IOException {
    write("adult.yaml", CANARY);
    write("wine.yml", CANARY.replace("adult", "wine"));
    write("notes.txt", "no rollout");
    write(".hidden.yaml", "no rollout");
    Files.createDirectory(directory.resolve("old.yaml"));
    List<DeclaredFile> files = read();
    assertThat(files).extracting(DeclaredFile::file).containsExactly("adult.yaml", "wine.yml");
    RolloutSpec spec = ((DeclaredFile.Whole) files.getFirst()).spec();
    assertThat(spec.name()).isEqualTo("adult");
  }

  /** So Kubernetes mounts a ConfigMap. */
  @Test
  void links_through_a_hidden_directory_are_read_once() throws IOException {
    Path data = Files.createDirectory(directory.resolve("..2026_03_01"));
    Files.writeString(data.resolve("adult.yaml"), CANARY);
    Files.createSymbolicLink(directory.resolve("..data"), data.getFileName());
    Files.createSymbolicLink(directory.resolve("adult.yaml"), Path.of("..data/adult.yaml"));
    assertThat(read()).hasSize(1).first().isInstanceOf(DeclaredFile.Whole.class);
  }

  @Test
  void directory_that_is_not_there_says_nothing() {
    assertThat(new RolloutFolder(directory.resolve("none")).read()).isEmpty();
    assertThat(read()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model: [              | it is not a mapping in YAML: while parsing a flow node",
        "- model: adult        | it is not a mapping in YAML: Cannot deserialize",
        "just text             | it is not a mapping in YAML: Cannot construct",
        "modl: adult           | broken.yaml: unknown key 'modl'; the nearest known one is 'model'",
        "model: adult          | broken.yaml: arms is missing; a mapping of 2 to 32 arms",
        "''                    | it is not a mapping in YAML: No content",
      })
  void broken_files_are_told_beside_the_others(String text, String problem) throws IOException {
    write("adult.yaml", CANARY);
    write("broken.yaml", text);
    List<DeclaredFile> files = read();
    assertThat(files.getFirst()).isInstanceOf(DeclaredFile.Whole.class);
    assertThat(files.getLast())
        .isInstanceOfSatisfying(
            DeclaredFile.Broken.class,
            broken -> assertThat(broken.problem()).startsWith(problem.strip()));
  }

  @Test
  void keys_and_rollouts_are_declared_once() throws IOException {
    write("adult.yaml", CANARY);
    write("adult.yml", CANARY);
    write("b.yaml", CANARY + "model: wine\n");
    List<DeclaredFile> files = read();
    assertThat(((DeclaredFile.Broken) files.get(1)).problem())
        .isEqualTo("another file declares the rollout 'adult' too");
    assertThat(((DeclaredFile.Broken) files.get(2)).problem()).contains("Duplicate field 'model'");
  }

  private List<DeclaredFile> read() {
    return new RolloutFolder(directory).read().orElseThrow();
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }
}
