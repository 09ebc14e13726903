package io.salver.repository.triton;

import io.salver.fault.BackendFailure;
import io.salver.model.GoldenCase;
import io.salver.model.GoldenCases;
import io.salver.model.ModelArtifact;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import triton.ModelConfig;
import triton.ModelWarmup;

/**
 * The samples of {@code model_warmup} as cases of which no outputs are known: a model is run on
 * them before it is ready. Thread-safe.
 */
public final class WarmupSamples implements GoldenCases {

  private static final String DIRECTORY = "warmup";
  private static final int MOST_RUNS = 1000;

  private final Path root;

  /** Samples of models in the repository below {@code root}; links out of it are refused. */
  public WarmupSamples(Path root) {
    this.root = root;
  }

  @Override
  public List<GoldenCase> read(ModelArtifact artifact, TensorScope scope) {
    if (artifact.foreign().isEmpty()) {
      return List.of();
    }
    Path model = artifact.file().toAbsolutePath().normalize().resolveSibling("..").normalize();
    try {
      ModelConfig config = ConfigFile.read(model.resolve(ConfigFile.NAME));
      List<GoldenCase> cases = new ArrayList<>();
      for (ModelWarmup sample : config.getModelWarmupList()) {
        Tensors inputs = inputs(sample, config.getMaxBatchSize() > 0, model, scope);
        GoldenCase run = new GoldenCase(sample.getName(), 0, inputs, Tensors.builder().build());
        cases.addAll(Collections.nCopies(Math.clamp(sample.getCount(), 1, MOST_RUNS), run));
      }
      return cases;
    } catch (TritonProblem | IOException unusable) {
      throw new BackendFailure("model_warmup cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  private Tensors inputs(ModelWarmup sample, boolean rows, Path model, TensorScope scope)
      throws IOException {
    Tensors.Builder inputs = Tensors.builder();
    for (Map.Entry<String, ModelWarmup.Input> entry :
        new TreeMap<>(sample.getInputsMap()).entrySet()) {
      ModelWarmup.Input input = entry.getValue();
      SampleTensor tensor =
          SampleTensor.of(entry.getKey(), input, rows ? Math.max(1, sample.getBatchSize()) : 0);
      inputs.put(
          entry.getKey(),
          input.getInputDataFile().isEmpty()
              ? tensor.made(input.getRandomData(), scope)
              : tensor.read(file(model, input.getInputDataFile()), scope));
    }
    return inputs.build();
  }

  private byte[] file(Path model, String name) throws IOException {
    Path file = model.resolve(DIRECTORY).resolve(name);
    if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(root.toRealPath())) {
      throw new TritonProblem("there is no file %s/%s".formatted(DIRECTORY, name));
    }
    return Files.readAllBytes(file);
  }
}
