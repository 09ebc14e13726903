package io.salver.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.backend.torch.TorchModelLoader;
import io.salver.model.DeclaredVersion;
import io.salver.model.GoldenCase;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.NativeHandles;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.testkit.Tolerance;
import io.salver.time.StopSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every model of {@code models/repository} gives, through its real backend, what its recipe
 * computed in PyTorch. This is also the check of each export.
 */
final class GoldenCasesTest {

  private static final Path REPOSITORY = Path.of("models/repository");

  private final NativeHandles handles = new NativeHandles();
  private final Map<String, ModelLoader> loaders =
      Stream.of(new OnnxModelLoader(handles), new TorchModelLoader(handles))
          .collect(Collectors.toMap(ModelLoader::backend, loader -> loader));
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 26);

  @TestFactory
  Stream<DynamicTest> every_model_agrees_with_its_recipe() {
    List<DeclaredVersion> versions =
        new ModelRepository(REPOSITORY, loaders.values())
            .scan().stream().flatMap(model -> model.versions().stream()).toList();
    assertThat(versions).as("models in " + REPOSITORY).isNotEmpty();
    return versions.stream().map(v -> dynamicTest(v.id().toString(), () -> check(v)));
  }

  private void check(DeclaredVersion version) {
    switch (version) {
      case DeclaredVersion.Loadable(ModelArtifact artifact) -> check(artifact);
      case DeclaredVersion.Unusable unusable -> fail(unusable.reason());
    }
    assertThat(handles.open(NativeHandles.Kind.SESSION)).as("open sessions").isZero();
    assertThat(handles.open(NativeHandles.Kind.TENSOR)).as("open tensors").isZero();
    assertThat(pool.leasedBytes()).as("leased memory").isZero();
  }

  private void check(ModelArtifact artifact) {
    ModelLoader loader = Objects.requireNonNull(loaders.get(artifact.backend()));
    try (TensorScope scope = pool.open();
        Model model = loader.load(artifact)) {
      List<GoldenCase> cases = new JsonGoldenCases(REPOSITORY).read(artifact, scope);
      assertThat(cases).as("cases of " + artifact.id()).isNotEmpty();
      for (GoldenCase golden : cases) {
        model.signature().check(golden.inputs());
        Tensors actual = model.infer(golden.inputs(), scope, StopSignal.never());
        golden
            .outputs()
            .forEach(
                (name, expected) ->
                    Tolerance.assertClose(
                        artifact.id() + ", " + golden.name() + ", " + name,
                        actual.get(name),
                        expected,
                        golden.tolerance()));
      }
    }
  }
}
