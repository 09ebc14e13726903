package io.salver.repository;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.GoldenCase;
import io.salver.model.GoldenCases;
import io.salver.model.ModelArtifact;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code golden.json}, which lies beside the artefact: {@code {"cases": [{name, tolerance,
 * inputs, outputs}]}} with tensors as the protocol writes them in JSON. Thread-safe.
 */
public final class JsonGoldenCases implements GoldenCases {

  private static final String FILE = "golden.json";

  private final Path root;
  private final JsonMapper mapper =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** Golden cases of models in the repository below {@code root}; links out of it are refused. */
  public JsonGoldenCases(Path root) {
    this.root = root;
  }

  @Override
  public List<GoldenCase> read(ModelArtifact artifact, TensorScope scope) {
    Path file = artifact.file().resolveSibling(FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      Path confined = new Confinement(root).require(file);
      return cases(mapper.readTree(Files.readAllBytes(confined)), scope);
    } catch (JsonProcessingException malformed) {
      throw new BackendFailure(FILE + " is not JSON: " + malformed.getOriginalMessage(), malformed);
    } catch (IOException | RepositoryProblem | InvalidInput unusable) {
      throw new BackendFailure(FILE + " cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  private static List<GoldenCase> cases(JsonNode document, TensorScope scope) {
    List<GoldenCase> cases = new ArrayList<>();
    for (JsonNode node : document.path("cases")) {
      cases.add(
          new GoldenCase(
              node.path("name").asText("case " + cases.size()),
              node.path("tolerance").asDouble(0),
              JsonTensors.read(node.path("inputs"), scope),
              JsonTensors.read(node.path("outputs"), scope)));
    }
    return cases;
  }
}
