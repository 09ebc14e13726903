package io.salver.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.FakeModelLoader;
import io.salver.text.WordTokenizers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TaskModelLoaderTest {

  private final NativeHandles handles = new NativeHandles();
  private final ModelTokenizers tokenizers = new ModelTokenizers(new WordTokenizers(handles));
  private final TaskModelLoader loader =
      new TaskModelLoader(
          new FakeModelLoader(handles)
              .define(
                  "net",
                  new Signature(
                      List.of(new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY, 2))),
                      List.of(new TensorSpec("y", DataType.FP32, Shape.of(Shape.ANY, 2)))),
                  (inputs, scope) -> Tensors.of("y", inputs.get("x"))),
          List.of(new CropIsSmall(), new HasTokenizer(tokenizers)),
          tokenizers);

  @AfterEach
  void nothing_stays_open() {
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
    assertThat(handles.open(NativeHandles.Kind.TOKENIZER)).isZero();
  }

  @Test
  void a_model_that_fits_its_task_is_loaded() {
    try (Model model = loader.load(artifact(Optional.of("image-classification"), 4))) {
      assertThat(model.signature().inputs()).hasSize(1);
    }
    assertThat(loader.backend()).isEqualTo("fake");
    assertThat(loader.artifactName()).isEqualTo("model.fake");
  }

  @Test
  void a_model_without_a_task_is_not_looked_at() {
    loader.load(artifact(Optional.empty(), 400)).close();
  }

  @Test
  void a_task_that_nobody_checks_is_let_through() {
    loader.load(artifact(Optional.of("speech-recognition"), 400)).close();
  }

  @Test
  void a_model_that_does_not_fit_is_closed_with_the_reason() {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> loader.load(artifact(Optional.of("image-classification"), 400)))
        .withMessage("model.yaml: preprocess.crop must be a whole number from 1 to 9, not 400");
  }

  @Test
  void tokenizers_are_open_for_as_long_as_their_model() {
    ModelArtifact artifact = tokenizing("letters.txt");
    Model old = loader.load(artifact);
    Model young = loader.load(artifact);
    assertThat(handles.open(NativeHandles.Kind.TOKENIZER)).isEqualTo(1);
    old.close();
    assertThat(handles.open(NativeHandles.Kind.TOKENIZER)).isEqualTo(1);
    young.close();
    assertThat(handles.open(NativeHandles.Kind.TOKENIZER)).isZero();
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> loader.load(tokenizing("none.txt")))
        .withMessageContaining("none.txt");
  }

  @Test
  void a_task_that_does_not_exist_is_named_with_the_nearest() {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> loader.load(artifact(Optional.of("image-clasification"), 4)))
        .withMessage(
            "model.yaml: unknown task 'image-clasification'; the nearest known one is"
                + " 'image-classification'");
  }

  private static ModelArtifact tokenizing(String file) {
    Path words = Path.of("src/test/resources/text/tokenizers").resolve(file);
    TextFiles texts =
        new TextFiles(Map.of(), Map.of(TextFiles.TOKENIZER, new TextFiles.Document(words, "0")));
    ModelArtifact plain = artifact(Optional.of("text-embedding"), 1);
    return new ModelArtifact(plain.id(), plain.backend(), plain.file(), plain.spec(), texts);
  }

  private static ModelArtifact artifact(Optional<String> task, int crop) {
    ModelSpec d = ModelSpec.DEFAULT;
    ModelSpec spec =
        new ModelSpec(
            task,
            d.backend(),
            d.device(),
            d.instances(),
            d.threads(),
            d.versions(),
            d.batching(),
            d.timeout(),
            d.cache(),
            d.warmup(),
            d.signature(),
            Map.of("crop", crop),
            d.postprocess(),
            d.monitor());
    return new ModelArtifact(new ModelId("net", 1), "fake", Path.of("net"), spec);
  }

  private static final class CropIsSmall implements TaskCheck {
    @Override
    public Set<TaskName> tasks() {
      return Set.of(TaskName.IMAGE_CLASSIFICATION);
    }

    @Override
    public void check(TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
      var _ =
          Section.of(Origin.MODEL_YAML, "preprocess", spec.preprocess(), Set.of("crop"))
              .integer("crop", 1, 9, 1);
    }
  }

  private record HasTokenizer(ModelTokenizers tokenizers) implements TaskCheck {
    @Override
    public Set<TaskName> tasks() {
      return Set.of(TaskName.TEXT_EMBEDDING);
    }

    @Override
    public void check(TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
      assertThat(tokenizers.of(texts, TextFiles.TOKENIZER).vocabulary().size()).isPositive();
    }
  }
}
