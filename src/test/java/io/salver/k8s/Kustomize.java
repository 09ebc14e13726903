package io.salver.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code kubectl kustomize}, which renders without a cluster. */
final class Kustomize {

  static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Kustomize() {}

  /** Whether there is a kubectl that knows components, as those since 1.21 do. */
  static boolean isPresent() {
    try {
      return run("kubectl", "kustomize", "k8s/overlays/local").status() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  static List<JsonNode> render(Path folder) throws IOException {
    Run run = run("kubectl", "kustomize", folder.toString());
    if (run.status() != 0) {
      throw new IllegalStateException(folder + ": " + run.output());
    }
    List<JsonNode> manifests = new ArrayList<>();
    YAML.readerFor(JsonNode.class)
        .<JsonNode>readValues(run.output())
        .forEachRemaining(manifests::add);
    return manifests;
  }

  /** What a command said, on both of its outputs where it failed, and its status. */
  record Run(int status, String output) {}

  static Run run(String... command) throws IOException {
    Path errors = Files.createTempFile("k8s", ".log");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      return new Run(status, status == 0 ? output : output + Files.readString(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(errors);
    }
  }
}
