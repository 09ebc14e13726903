package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts: each has a runbook and an incident that raises it, and Prometheus can read them. */
final class AlertRulesTest {

  private static final Path FOLDER = Path.of("k8s/monitoring");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir Path folder = Path.of("");

  @Test
  void every_alert_has_a_section_of_the_runbooks() throws IOException {
    List<String> sections =
        Files.readAllLines(Path.of("src/docs/runbooks.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    assertThat(sections).containsExactlyElementsOf(alerts().stream().map(this::name).toList());
    assertThat(alerts())
        .allSatisfy(
            alert ->
                assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("src/docs/runbooks.md#" + name(alert).toLowerCase(Locale.ROOT)));
  }

  @Test
  void every_alert_is_raised_by_an_incident() throws IOException {
    JsonNode tests = YAML.readTree(FOLDER.resolve("alerts_test.yaml").toFile()).get("tests");
    List<String> raised =
        tests.findValues("alert_rule_test").stream()
            .flatMap(JsonNode::valueStream)
            .filter(each -> !each.get("exp_alerts").isEmpty())
            .map(each -> each.get("alertname").asText())
            .distinct()
            .toList();
    assertThat(raised)
        .containsExactlyInAnyOrderElementsOf(alerts().stream().map(this::name).toList());
  }

  @Test
  void prometheus_reads_the_rules() throws Exception {
    YAML.writeValue(folder.resolve("rules.yaml").toFile(), spec());
    promtool("check", "rules", "rules.yaml");
  }

  @Test
  void the_incidents_raise_and_clear_them() throws Exception {
    JsonNode spec = spec();
    spec.findParents("annotations").forEach(rule -> ((ObjectNode) rule).remove("annotations"));
    YAML.writeValue(folder.resolve("rules.yaml").toFile(), spec);
    Files.copy(FOLDER.resolve("alerts_test.yaml"), folder.resolve("alerts_test.yaml"));
    promtool("test", "rules", "alerts_test.yaml");
  }

  private static JsonNode spec() throws IOException {
    return YAML.readTree(FOLDER.resolve("prometheus-rule.yaml").toFile()).get("spec");
  }

  private static List<JsonNode> alerts() throws IOException {
    return spec().findParents("alert");
  }

  private String name(JsonNode alert) {
    return alert.get("alert").asText();
  }

  private void promtool(String... arguments) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        new File("/usr/bin/promtool").canExecute(), "no promtool: apt install prometheus");
    List<String> command = new ArrayList<>(List.of("/usr/bin/promtool"));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read(output)).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
