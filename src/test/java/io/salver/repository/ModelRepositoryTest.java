package io.salver.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.backend.torch.TorchModelLoader;
import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.DeclaredVersion;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelDeclaration;
import io.salver.model.ModelId;
import io.salver.model.NativeHandles;
import io.salver.model.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelRepositoryTest {

  @TempDir private Path root = Path.of("");
  @TempDir private Path elsewhere = Path.of("");

  @Test
  void a_directory_with_nothing_but_an_artefact_is_declared() throws IOException {
    write("mlp/1/model.onnx");
    assertThat(scan()).extracting(ModelDeclaration::name).containsExactly("mlp");
    ModelArtifact artifact = loadable("mlp");
    assertThat(artifact.id()).isEqualTo(new ModelId("mlp", 1));
    assertThat(artifact.backend()).isEqualTo("onnx");
    assertThat(artifact.file()).isEqualTo(root.resolve("mlp/1/model.onnx"));
  }

  @Test
  void what_is_no_model_and_no_version_is_ignored() throws IOException {
    write("README.md");
    write(".git/1/model.onnx");
    write("mlp/1/model.onnx");
    write("mlp/01/model.onnx");
    write("mlp/0/model.onnx");
    write("mlp/old/model.onnx");
    write("mlp/.2/model.onnx");
    write("mlp/9");
    assertThat(scan()).hasSize(1);
    assertThat(scan().getFirst().versions()).hasSize(1);
  }

  @Test
  void the_latest_version_is_the_highest_number() throws IOException {
    write("mlp/9/model.onnx");
    write("mlp/10/model.onnx");
    assertThat(loadable("mlp").id().version()).isEqualTo(10);
  }

  @Test
  void a_version_that_is_asked_for_and_missing_is_named() throws IOException {
    write("mlp/1/model.onnx");
    yaml("mlp", "versions: {only: [1, 4]}");
    assertThat(scan().getFirst().versions())
        .extracting(DeclaredVersion::id)
        .containsExactly(new ModelId("mlp", 1), new ModelId("mlp", 4));
    assertThat(reason(4)).isEqualTo("there is no directory 4");
  }

  @Test
  void a_broken_yaml_makes_every_version_unusable_and_disturbs_no_other_model() throws IOException {
    write("a/1/model.onnx");
    write("b/1/model.onnx");
    write("b/2/model.onnx");
    yaml("b", "instance: 2");
    assertThat(scan()).extracting(ModelDeclaration::name).containsExactly("a", "b");
    assertThat(scan().getFirst().versions().getFirst())
        .isInstanceOf(DeclaredVersion.Loadable.class);
    String reason = "model.yaml: unknown key 'instance'; the nearest known one is 'instances'";
    assertThat(scan().getLast().versions())
        .containsExactly(
            new DeclaredVersion.Unusable(new ModelId("b", 1), reason),
            new DeclaredVersion.Unusable(new ModelId("b", 2), reason));
  }

  @Test
  void a_model_without_versions_says_what_was_expected() throws IOException {
    Files.createDirectories(root.resolve("empty"));
    assertThat(reason(1))
        .isEqualTo(
            "there is no version directory; expected empty/1/ with one of [model.onnx, model.pt]");
  }

  @Test
  void a_version_without_an_artefact_says_what_was_expected() throws IOException {
    write("mlp/1/weights.bin");
    assertThat(reason(1)).isEqualTo("directory 1 holds none of [model.onnx, model.pt]");
  }

  @Test
  void two_artefacts_need_a_choice() throws IOException {
    write("mlp/1/model.onnx");
    write("mlp/1/model.pt");
    assertThat(reason(1)).contains("[onnx, torch]").contains("'backend'");
    yaml("mlp", "backend: torch");
    assertThat(loadable("mlp").file().getFileName()).hasToString("model.pt");
  }

  @Test
  void a_backend_must_exist_and_find_its_artefact() throws IOException {
    write("mlp/1/model.onnx");
    yaml("mlp", "backend: onx");
    assertThat(reason(1))
        .isEqualTo("model.yaml: unknown backend 'onx'; the nearest known one is 'onnx'");
    yaml("mlp", "backend: torch");
    assertThat(reason(1)).isEqualTo("directory 1 holds no model.pt, which backend 'torch' reads");
  }

  @Test
  void tritons_configuration_stands_where_ours_does_not() throws IOException {
    write("mlp/1/net.onnx");
    write("mlp/1/model.onnx");
    Path triton = root.resolve("mlp/config.pbtxt");
    Files.writeString(triton, "backend: \"onnxruntime\" default_model_filename: \"net.onnx\"");
    assertThat(loadable("mlp").file().getFileName()).hasToString("net.onnx");
    assertThat(loadable("mlp").foreign()).isPresent();
    Files.writeString(triton, "backend: \"tensorflow\"");
    assertThat(reason(1)).startsWith("config.pbtxt: backend 'tensorflow' is not served here");
    yaml("mlp", "threads: 2");
    assertThat(loadable("mlp").file().getFileName()).hasToString("model.onnx");
    assertThat(loadable("mlp").foreign()).isEmpty();
  }

  @Test
  void a_change_of_tritons_configuration_is_another_revision() throws IOException {
    write("mlp/1/model.onnx");
    ModelRepository repository = repository(root);
    Path triton = root.resolve("mlp/config.pbtxt");
    Files.writeString(triton, "max_batch_size: 4");
    String before = repository.revision(scan().getFirst().versions().getFirst());
    Files.writeString(triton, "max_batch_size: 16");
    assertThat(repository.revision(scan().getFirst().versions().getFirst())).isNotEqualTo(before);
  }

  @Test
  void some_names_are_refused() throws IOException {
    for (String name : List.of("stats", "with space", "-dash", "ümlaut", "x".repeat(101))) {
      write(name + "/1/model.onnx");
    }
    assertThat(scan())
        .hasSize(5)
        .allSatisfy(
            model ->
                assertThat(model.versions().getFirst())
                    .isInstanceOf(DeclaredVersion.Unusable.class));
  }

  @Test
  void links_within_the_repository_are_followed_and_links_out_of_it_are_not() throws IOException {
    write("shared/1/model.onnx");
    Files.createSymbolicLink(root.resolve("alias"), root.resolve("shared"));
    Files.writeString(elsewhere.resolve("model.onnx"), "secret");
    Files.createDirectories(elsewhere.resolve("1"));
    Files.createSymbolicLink(root.resolve("escape"), elsewhere);
    Files.createDirectories(root.resolve("file/1"));
    Files.createSymbolicLink(root.resolve("file/1/model.onnx"), elsewhere.resolve("model.onnx"));
    List<ModelDeclaration> models = scan();
    assertThat(models)
        .extracting(ModelDeclaration::name)
        .containsExactly("alias", "escape", "file", "shared");
    assertThat(models.get(0).versions().getFirst()).isInstanceOf(DeclaredVersion.Loadable.class);
    for (int escaped : List.of(1, 2)) {
      assertThat(models.get(escaped).versions().getFirst())
          .isInstanceOfSatisfying(
              DeclaredVersion.Unusable.class,
              unusable ->
                  assertThat(unusable.reason()).endsWith("leads outside the model repository"));
    }
  }

  @Test
  void labels_are_read_from_the_file_that_is_named() throws IOException {
    write("mlp/1/model.onnx");
    yaml("mlp", "postprocess: {labels: labels.txt}");
    assertThat(reason(1))
        .isEqualTo("there is no file 'labels.txt', which postprocess.labels names");
    Files.writeString(root.resolve("mlp/labels.txt"), "shirt\ntrouser\n");
    assertThat(loadable("mlp").texts().labels()).containsExactly("shirt", "trouser");
    Files.writeString(elsewhere.resolve("labels.txt"), "secret");
    yaml("mlp", "postprocess: {labels: " + elsewhere.resolve("labels.txt") + "}");
    assertThat(reason(1)).isEqualTo("labels.txt leads outside the model repository");
    yaml("mlp", "postprocess: {labels: [a, b]}");
    assertThat(reason(1))
        .isEqualTo("model.yaml: postprocess.labels must be the name of a file, not [a, b]");
  }

  @Test
  void tokenizers_and_files_of_features_are_found_wherever_they_are_named() throws IOException {
    write("mlp/1/model.onnx");
    yaml("mlp", "task: text-classification");
    assertThat(reason(1))
        .isEqualTo("there is no file 'tokenizer.json', which preprocess.tokenizer names");
    Files.writeString(root.resolve("mlp/tokenizer.json"), "abc");
    TextFiles.Document document =
        loadable("mlp").texts().document(TextFiles.TOKENIZER).orElseThrow();
    assertThat(document.file()).hasContent("abc");
    assertThat(document.sha256()).startsWith("ba7816bf");
    yaml(
        "mlp",
        """
        task: tabular-classification
        preprocess:
          features:
            - {name: age, type: number}
            - {name: job, type: category, file: jobs.txt}
            - {name: note, type: text}
        postprocess: {background: rows.csv, labels: labels.txt}
        """);
    assertThat(reason(1))
        .isEqualTo("there is no file 'jobs.txt', which preprocess.features[1].file names");
    Files.writeString(root.resolve("mlp/jobs.txt"), "smith\n");
    Files.writeString(root.resolve("mlp/rows.csv"), "1,smith,\n");
    Files.writeString(root.resolve("mlp/labels.txt"), "no\nyes\n");
    TextFiles texts = loadable("mlp").texts();
    assertThat(texts.find(TextFiles.ofFeature(1, "file"))).contains(List.of("smith"));
    assertThat(texts.find(TextFiles.BACKGROUND)).contains(List.of("1,smith,"));
    assertThat(texts.document(TextFiles.ofFeature(2, "tokenizer"))).isPresent();
    assertThat(texts.document(TextFiles.TOKENIZER)).isEmpty();
  }

  @Test
  void a_version_whose_tokenizer_has_changed_is_another() throws IOException {
    write("mlp/1/model.onnx");
    yaml("mlp", "task: text-embedding");
    Files.writeString(root.resolve("mlp/tokenizer.json"), "abc");
    ModelRepository repository = repository(root);
    String before = repository.revision(scan().getFirst().versions().getFirst());
    Files.writeString(root.resolve("mlp/tokenizer.json"), "abd");
    assertThat(repository.revision(scan().getFirst().versions().getFirst())).isNotEqualTo(before);
  }

  @Test
  void one_model_is_found_by_its_name() throws IOException {
    write("mlp/1/model.onnx");
    assertThat(repository(root).find("mlp")).contains(scan().getFirst());
    assertThat(repository(root).find("other")).isEmpty();
  }

  @Test
  void names_that_are_blank_or_lead_elsewhere_are_no_models() throws IOException {
    write("mlp/1/model.onnx");
    for (String name : List.of("", " ", ".", "..", "../" + root.getFileName(), "mlp/1", "stats")) {
      assertThatExceptionOfType(InvalidInput.class)
          .as(name)
          .isThrownBy(() -> repository(root).find(name));
    }
  }

  @Test
  void all_versions_on_disk_are_listed_whether_or_not_they_should_serve() throws IOException {
    write("a/1/model.onnx");
    write("a/3/readme");
    yaml("a", "nonsense: 1");
    Files.createDirectories(root.resolve("b"));
    Files.createSymbolicLink(root.resolve("escape"), elsewhere);
    assertThat(repository(root).versions())
        .containsExactly(
            entry("a", new TreeSet<>(List.of(1L, 3L))),
            entry("b", new TreeSet<>()),
            entry("escape", new TreeSet<>()));
  }

  @Test
  void a_missing_repository_is_a_failure() {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> repository(root.resolve("nowhere")).scan())
        .withMessageContaining("nowhere");
  }

  private List<ModelDeclaration> scan() {
    return repository(root).scan();
  }

  private static ModelRepository repository(Path root) {
    NativeHandles handles = new NativeHandles();
    return new ModelRepository(
        root, List.of(new OnnxModelLoader(handles), new TorchModelLoader(handles)));
  }

  private ModelArtifact loadable(String name) {
    for (ModelDeclaration model : scan()) {
      if (model.name().equals(name)
          && model.versions().getLast() instanceof DeclaredVersion.Loadable(var artifact)) {
        return artifact;
      }
    }
    throw new AssertionError(name + " is not loadable: " + scan());
  }

  /** Why that version of the only model cannot be used. */
  private String reason(long version) {
    for (DeclaredVersion declared : scan().getFirst().versions()) {
      if (declared instanceof DeclaredVersion.Unusable(ModelId id, String reason)
          && id.version() == version) {
        return reason;
      }
    }
    throw new AssertionError("version " + version + " is not unusable: " + scan());
  }

  private void write(String file) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "");
  }

  private void yaml(String model, String text) throws IOException {
    Files.writeString(root.resolve(model).resolve("model.yaml"), text);
  }
}
