package io.salver.repository.triton;

import io.salver.model.ForeignConfiguration;
import io.salver.model.ModelSpec;
import io.salver.model.ModelSpec.Caching;
import io.salver.model.Signature;
import io.salver.model.VersionPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import triton.ModelConfig;
import triton.ModelOutput;

/**
 * Reads a Triton model configuration. What it asks for that would change answers and is not served
 * here is a {@link TritonProblem}; what only concerns how fast they come is ignored and listed. An
 * unknown field is a problem, as it is for Triton. Thread-safe.
 */
public final class TritonModelReader {

  /** The name of the file, beside the directories of versions. */
  public static final String FILE = ConfigFile.NAME;

  private static final String THREADS = "intra_op_thread_count";
  private static final Caching CACHE = new Caching(64L << 20, Duration.ofMinutes(10));

  private TritonModelReader() {}

  /**
   * What the file says of the model in the directory {@code name}.
   *
   * @throws TritonProblem when it cannot be used
   */
  public static TritonModel read(Path file, String name) throws IOException {
    ModelConfig config = ConfigFile.read(file);
    if (!config.getName().isEmpty() && !config.getName().equals(name)) {
      throw new TritonProblem(
          "name is '%s', the directory is '%s'".formatted(config.getName(), name));
    }
    Refused.check(config);
    Optional<String> backend = Backends.of(config);
    Ignored ignored = Ignored.of(config, backend);
    ConfiguredTensors tensors = ConfiguredTensors.of(config);
    return new TritonModel(
        spec(config, backend, tensors, ignored),
        artifactName(config),
        new ForeignConfiguration(
            FILE, tensors.inputs(), tensors.outputs(), tensors.reshaped(), ignored.list()));
  }

  private static ModelSpec spec(
      ModelConfig config, Optional<String> backend, ConfiguredTensors tensors, Ignored ignored) {
    ModelSpec defaults = ModelSpec.DEFAULT;
    InstanceGroups groups = InstanceGroups.of(config.getInstanceGroupList(), ignored);
    return new ModelSpec(
        Optional.empty(),
        backend,
        groups.device(),
        groups.instances(),
        backend.equals(Optional.of(Backends.TORCH)) ? 1 : threads(config),
        versions(config),
        Scheduling.of(config),
        defaults.timeout(),
        config.getResponseCache().getEnable() ? Optional.of(CACHE) : Optional.empty(),
        defaults.warmup(),
        signature(backend, tensors),
        Map.of(),
        labels(config),
        Map.of());
  }

  /** A TorchScript archive tells nothing of its tensors, so the configuration must. */
  private static Optional<Signature> signature(
      Optional<String> backend, ConfiguredTensors tensors) {
    if (!backend.equals(Optional.of(Backends.TORCH))) {
      return Optional.empty();
    }
    if (tensors.inputs().isEmpty() || tensors.outputs().isEmpty()) {
      throw new TritonProblem(
          "input and output must be listed, because a TorchScript file does not tell them");
    }
    return Optional.of(tensors.inArtifact());
  }

  private static int threads(ModelConfig config) {
    String text =
        config.getParametersMap().containsKey(THREADS)
            ? config.getParametersMap().get(THREADS).getStringValue()
            : "0";
    try {
      int threads = Integer.parseInt(text);
      if (threads >= 0 && threads <= 256) {
        return threads == 0 ? ModelSpec.DEFAULT.threads() : threads;
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw new TritonProblem(
        "parameters.%s must be a whole number from 0 to 256, not '%s'".formatted(THREADS, text));
  }

  private static VersionPolicy versions(ModelConfig config) {
    return switch (config.getVersionPolicy().getPolicyChoiceCase()) {
      case ALL -> new VersionPolicy.All();
      case SPECIFIC -> {
        List<Long> versions = config.getVersionPolicy().getSpecific().getVersionsList();
        if (versions.isEmpty() || versions.stream().anyMatch(version -> version < 1)) {
          throw new TritonProblem(
              "version_policy.specific.versions must list positive numbers, not " + versions);
        }
        yield new VersionPolicy.Only(new HashSet<>(versions));
      }
      case LATEST -> {
        int count = config.getVersionPolicy().getLatest().getNumVersions(); // unsigned
        yield new VersionPolicy.Latest(count == 0 ? 1 : count < 0 ? Integer.MAX_VALUE : count);
      }
      case POLICYCHOICE_NOT_SET -> ModelSpec.DEFAULT.versions();
    };
  }

  private static Optional<String> artifactName(ModelConfig config) {
    String name = config.getDefaultModelFilename();
    if (name.contains("/") || name.startsWith(".")) {
      throw new TritonProblem(
          "default_model_filename must be the name of a file in the directory of a version, not '%s'"
              .formatted(name));
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private static Map<String, Object> labels(ModelConfig config) {
    Set<String> files = new TreeSet<>();
    config.getOutputList().stream()
        .map(ModelOutput::getLabelFilename)
        .filter(file -> !file.isEmpty())
        .forEach(files::add);
    if (files.size() > 1) {
      throw new TritonProblem(
          "label_filename names %s; a model has one file of labels here"
              .formatted(new ArrayList<>(files)));
    }
    return files.isEmpty() ? Map.of() : Map.of("labels", files.iterator().next());
  }
}
