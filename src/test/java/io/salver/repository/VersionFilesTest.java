package io.salver.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VersionFilesTest {

  /** SHA-256 of "abc" (FIPS 180-4, example of the standard). */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @TempDir private Path root = Path.of("");
  private Path version = Path.of("");

  @BeforeEach
  void place() throws IOException {
    version = Files.createDirectories(root.resolve("m/1"));
    write("model.onnx", "abc");
  }

  @Test
  void without_a_manifest_the_artefact_is_digested() {
    assertThat(verify(false)).isEqualTo(ABC);
  }

  @Test
  void without_a_manifest_a_version_is_refused_where_one_is_required() {
    refuses(true, "there is no SHA256SUMS, which salver.models.require-manifest asks for");
  }

  @Test
  void files_that_are_as_the_manifest_says_are_accepted() throws IOException {
    write("weights/a.bin", "abc");
    write("card.md", "");
    manifest(
        ABC + " *model.onnx",
        ABC.toUpperCase(Locale.ROOT) + "  ./weights/a.bin",
        EMPTY + "  card.md",
        ABC + "  SHA256SUMS",
        "");
    assertThat(verify(true)).isEqualTo(ABC);
  }

  @Test
  void a_file_that_differs_is_named_with_what_was_expected_and_found() throws IOException {
    manifest(EMPTY + "  model.onnx");
    refuses(false, "model.onnx is not what SHA256SUMS says: expected " + EMPTY + ", found " + ABC);
  }

  @Test
  void a_file_that_is_listed_and_missing_is_named() throws IOException {
    manifest(ABC + "  model.onnx", ABC + "  weights.bin");
    refuses(false, "SHA256SUMS lists weights.bin, which is missing");
  }

  @Test
  void a_file_of_the_model_that_is_not_listed_is_named() throws IOException {
    manifest("");
    refuses(false, "SHA256SUMS does not list model.onnx, which is part of the model");
    manifest(ABC + "  model.onnx");
    write("weights.bin", "abc");
    refuses(false, "SHA256SUMS does not list weights.bin, which is part of the model");
  }

  @Test
  void a_file_outside_the_directory_is_refused() throws IOException {
    manifest(ABC + "  model.onnx", ABC + "  ../2/model.onnx");
    refuses(false, "SHA256SUMS lists ../2/model.onnx, which lies outside the version's directory");
    Files.writeString(root.resolve("secret"), "abc");
    Files.createSymbolicLink(version.resolve("link"), root.resolve("secret"));
    manifest(ABC + "  model.onnx", ABC + "  link");
    refuses(false, "SHA256SUMS lists link, which lies outside the version's directory");
  }

  @Test
  void a_line_of_another_form_is_named_by_its_number() throws IOException {
    manifest(ABC + "  model.onnx", "SHA256 (model.onnx) = " + ABC);
    refuses(false, "line 2 of SHA256SUMS is not 'SHA-256  file', as sha256sum writes it");
  }

  @Test
  void the_size_is_that_of_the_artefact_and_what_it_refers_to() throws IOException {
    write("weights/a.bin", "12345");
    write("golden.json", "not part of it");
    write("profile.json", "not part of it");
    write(".hidden", "not part of it");
    assertThat(new VersionFiles(false).bytes(artifact())).isEqualTo(8);
  }

  @Test
  void a_revision_is_that_of_the_contents() throws IOException {
    Revisions revisions = new Revisions();
    String first = revisions.of(artifact());
    assertThat(revisions.of(artifact())).isEqualTo(first);
    write("model.onnx", "abd");
    String changed = revisions.of(artifact());
    assertThat(changed).isNotEqualTo(first);
    write("model.onnx", "abc");
    assertThat(revisions.of(artifact())).isEqualTo(first);
    Files.writeString(root.resolve("m/model.yaml"), "warmup: 0");
    assertThat(revisions.of(artifact())).isNotEqualTo(first);
    write("card.md", "for people");
    Files.delete(root.resolve("m/model.yaml"));
    assertThat(revisions.of(artifact())).isEqualTo(first);
  }

  private String verify(boolean required) {
    return new VersionFiles(required).verify(artifact());
  }

  private void refuses(boolean required, String reason) {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> verify(required))
        .withMessage(reason);
  }

  private ModelArtifact artifact() {
    return new ModelArtifact(
        new ModelId("m", 1), "onnx", version.resolve("model.onnx"), ModelSpec.DEFAULT);
  }

  private void manifest(String... lines) throws IOException {
    write("SHA256SUMS", String.join("\n", lines));
  }

  private void write(String file, String text) throws IOException {
    Path path = version.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
