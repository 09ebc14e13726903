package io.salver.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salver.k8s.Kustomize.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the manifests promise, on what each overlay and variant renders to. */
final class ManifestsTest {

  private static final Path K8S = Path.of("k8s");
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:serving|drift|recs|rollout)_[a-z0-9_]+)\\b(?=[{\\[])");

  @BeforeAll
  static void requireKubectl() {
    assumeTrue(Kustomize.isPresent(), "needs kubectl 1.21 or newer, for kubectl kustomize");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "overlays/local",
        "overlays/production-cpu",
        "overlays/production-gpu",
        "overlays/canary",
        "variants/argo-rollouts",
        "variants/gateway-api",
        "variants/kserve"
      })
  void each_renders_to_fields_that_exist_and_keeps_its_promises(String folder) throws IOException {
    List<JsonNode> manifests = Kustomize.render(K8S.resolve(folder));
    StrictManifests strict = strict();

    assertThat(manifests).isNotEmpty();
    manifests.forEach(strict::check);
    for (JsonNode manifest : manifests) {
      for (JsonNode container : containers(manifest)) {
        assertRestricted(container, podSecurity(manifest));
      }
    }
  }

  @Test
  void a_field_that_does_not_exist_is_refused_wherever_it_stands() throws IOException {
    StrictManifests strict = strict();
    List<JsonNode> manifests =
        new ArrayList<>(Kustomize.render(K8S.resolve("variants/argo-rollouts")));
    manifests.addAll(Kustomize.render(K8S.resolve("variants/kserve")));
    manifests.addAll(Kustomize.render(K8S.resolve("variants/gateway-api")));
    for (JsonNode manifest : manifests) {
      JsonNode spec = manifest.path("spec");
      if (spec.isObject()) {
        ((ObjectNode) spec).put("replicaz", 3);
        assertThatThrownBy(() -> strict.check(manifest)).hasMessageContaining("replicaz");
        ((ObjectNode) spec).remove("replicaz");
      }
      for (JsonNode container : containers(manifest)) {
        ((ObjectNode) container.path("readinessProbe").path("httpGet")).put("pathe", "/");
        assertThatThrownBy(() -> strict.check(manifest)).hasMessageContaining("pathe");
      }
    }
  }

  @Test
  void ports_are_those_that_the_service_listens_on() throws IOException {
    Properties settings = settings();
    JsonNode deployment = deployment("overlays/production-cpu");

    assertThat(port(deployment, "http")).isEqualTo(settings.getProperty("quarkus.http.port"));
    assertThat(port(deployment, "grpc"))
        .isEqualTo(settings.getProperty("quarkus.grpc.server.port"));
    assertThat(port(deployment, "management"))
        .isEqualTo(settings.getProperty("quarkus.management.port"));
    Set<String> named = new TreeSet<>();
    Kustomize.render(K8S.resolve("overlays/production-cpu")).stream()
        .filter(manifest -> manifest.path("kind").asText().equals("Service"))
        .flatMap(service -> elements(service.at("/spec/ports")))
        .forEach(port -> named.add(port.path("targetPort").asText()));
    assertThat(named).containsExactly("admin", "grpc", "http", "management");
    assertThat(environment(deployment, "SALVER_SECURITY_ADMIN_PORT"))
        .isEqualTo(port(deployment, "admin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "overlays/local",
        "overlays/production-cpu",
        "overlays/production-gpu",
        "overlays/canary"
      })
  void callers_have_to_say_who_they_are(String folder) throws IOException {
    JsonNode deployment = deployment(folder);
    String keys = environment(deployment, "SALVER_SECURITY_KEYS");

    assertThat(environment(deployment, "SALVER_SECURITY_ENABLED")).isEqualTo("true");
    assertThat(
            elements(deployment.at("/spec/template/spec/containers/0/volumeMounts"))
                .filter(mount -> keys.startsWith(mount.path("mountPath").asText() + "/"))
                .map(mount -> mount.path("readOnly").asBoolean()))
        .containsExactly(true);
  }

  @Test
  void the_grace_period_covers_what_happens_between_leaving_and_the_end() throws IOException {
    JsonNode pod = deployment("overlays/production-cpu").at("/spec/template/spec");
    JsonNode container = pod.path("containers").get(0);
    long sleep = container.at("/lifecycle/preStop/exec/command/1").asLong();

    assertThat(pod.path("terminationGracePeriodSeconds").asLong())
        .isGreaterThanOrEqualTo(
            sleep
                + seconds(container, "QUARKUS_SHUTDOWN_DELAY")
                + seconds(container, "QUARKUS_SHUTDOWN_TIMEOUT")
                + seconds(container, "SALVER_SHUTDOWN_DRAIN")
                + 10);
    assertThat(sleep).isPositive();
  }

  @Test
  void metrics_that_are_read_exist_in_the_service() throws IOException {
    String adapter = Files.readString(K8S.resolve("components/custom-metrics/config.yaml"));
    String analysis = Files.readString(K8S.resolve("variants/argo-rollouts/rollout.yaml"));
    String code = sources();

    assertThat(metrics(adapter + analysis)).hasSizeGreaterThan(4);
    for (String metric : metrics(adapter + analysis)) {
      String written = metric.replaceFirst("_(bucket|count|sum)$", "");
      String micrometer = written.replaceFirst("_(seconds|total)$", "").replace('_', '.');
      assertThat(code.contains('"' + written) || code.contains('"' + micrometer))
          .as("%s, or %s, in telemetry", written, micrometer)
          .isTrue();
    }
    for (JsonNode metric : elements(autoscaler().at("/spec/metrics")).toList()) {
      String name = metric.at("/pods/metric/name").asText("");
      assertThat(name.isEmpty() || adapter.contains("name: {as: " + name + "}")).as(name).isTrue();
    }
  }

  @Test
  void promtool_passes_on_the_rules_that_are_rendered(@TempDir Path folder) throws IOException {
    assumeTrue(hasPromtool(), "needs promtool, of Debian's package prometheus");
    JsonNode rules =
        Kustomize.render(K8S.resolve("overlays/production-cpu")).stream()
            .filter(manifest -> manifest.path("kind").asText().equals("PrometheusRule"))
            .findFirst()
            .orElseThrow()
            .path("spec");
    Path file = folder.resolve("rules.yaml");
    Kustomize.YAML.writeValue(file.toFile(), rules);

    Run run = Kustomize.run("promtool", "check", "rules", file.toString());

    assertThat(run.status()).as(run.output()).isZero();
  }

  private static void assertRestricted(JsonNode container, JsonNode pod) {
    String name = container.path("name").asText();
    JsonNode security = container.path("securityContext");
    assertThat(security.path("runAsNonRoot").asBoolean() || pod.path("runAsNonRoot").asBoolean())
        .as("%s does not run as root", name)
        .isTrue();
    assertThat(security.path("readOnlyRootFilesystem").asBoolean()).as(name).isTrue();
    assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).as(name).isFalse();
    assertThat(security.at("/capabilities/drop/0").asText()).as(name).isEqualTo("ALL");
    assertThat(container.path("image").asText()).matches(".+:[^:/]+").doesNotEndWith(":latest");
    assertThat(container.at("/resources/limits/memory").asText()).as(name).isNotEmpty();
  }

  private static List<JsonNode> containers(JsonNode manifest) {
    return Stream.of("/spec/template/spec/containers", "/spec/containers")
        .flatMap(path -> elements(manifest.at(path)))
        .toList();
  }

  private static JsonNode podSecurity(JsonNode manifest) {
    return manifest.at("/spec/template/spec/securityContext");
  }

  private static StrictManifests strict() throws IOException {
    try (InputStream subset = ManifestsTest.class.getResourceAsStream("/k8s/subset.yaml")) {
      return new StrictManifests(Kustomize.YAML.readTree(subset));
    }
  }

  private static JsonNode deployment(String folder) throws IOException {
    return one(folder, "Deployment");
  }

  private static JsonNode autoscaler() throws IOException {
    return one("overlays/production-cpu", "HorizontalPodAutoscaler");
  }

  private static JsonNode one(String folder, String kind) throws IOException {
    return Kustomize.render(K8S.resolve(folder)).stream()
        .filter(manifest -> manifest.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static String port(JsonNode deployment, String name) {
    return elements(deployment.at("/spec/template/spec/containers/0/ports"))
        .filter(port -> port.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .path("containerPort")
        .asText();
  }

  private static String environment(JsonNode deployment, String variable) {
    return elements(deployment.at("/spec/template/spec/containers/0/env"))
        .filter(entry -> entry.path("name").asText().equals(variable))
        .findFirst()
        .orElseThrow()
        .path("value")
        .asText();
  }

  private static long seconds(JsonNode container, String variable) {
    String value =
        elements(container.path("env"))
            .filter(entry -> entry.path("name").asText().equals(variable))
            .findFirst()
            .orElseThrow()
            .path("value")
            .asText();
    return Duration.parse("PT" + value).toSeconds();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Set<String> metrics(String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = METRIC.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String sources() throws IOException {
    StringBuilder code = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/salver/telemetry"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(file));
      }
    }
    return code.toString();
  }

  private static Properties settings() throws IOException {
    Properties settings = new Properties();
    try (InputStream file =
        Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
      settings.load(file);
    }
    return settings;
  }

  private static boolean hasPromtool() {
    try {
      return Kustomize.run("promtool", "--version").status() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
