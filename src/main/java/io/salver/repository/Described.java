package io.salver.repository;

import io.salver.model.ForeignConfiguration;
import io.salver.model.ModelSpec;
import io.salver.repository.triton.TritonModel;
import io.salver.repository.triton.TritonModelReader;
import io.salver.repository.triton.TritonProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is said of a model beside its versions: by {@code model.yaml}; else by Triton's {@code
 * config.pbtxt}; else nothing. Immutable.
 *
 * @param source the file that says it, for messages
 * @param spec what it says
 * @param artifactName the artefact's file name, where it is not the backend's usual one
 * @param foreign what Triton's file says beyond
 */
record Described(
    String source,
    ModelSpec spec,
    Optional<String> artifactName,
    Optional<ForeignConfiguration> foreign) {

  static final String YAML = "model.yaml";

  static Described read(Path model, ModelYaml yaml, Confinement confinement) throws IOException {
    Path file = model.resolve(YAML);
    Path triton = model.resolve(TritonModelReader.FILE);
    if (!Files.exists(file) && Files.exists(triton)) {
      return triton(confinement.require(triton), model.getFileName().toString());
    }
    ModelSpec spec = Files.exists(file) ? yaml.read(confinement.require(file)) : ModelSpec.DEFAULT;
    return new Described(YAML, spec, Optional.empty(), Optional.empty());
  }

  private static Described triton(Path file, String name) throws IOException {
    try {
      TritonModel model = TritonModelReader.read(file, name);
      return new Described(
          TritonModelReader.FILE, model.spec(), model.artifactName(), Optional.of(model.foreign()));
    } catch (TritonProblem problem) {
      throw new RepositoryProblem(problem.reason());
    }
  }
}
