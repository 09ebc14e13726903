package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The OpenAPI document has every path of the protocol, and no other below {@code /v2}. */
final class OpenApiDocumentTest {

  private final JsonNode paths = read().get("paths");

  @Test
  void every_path_of_the_document_is_routed_with_its_method() {
    for (String path : v2Paths()) {
      V2Resource resource = resource(path);
      String method = resource instanceof V2Resource.Document ? "get" : "post";
      assertThat(paths.get(path).has(method)).as(method + " " + path).isTrue();
      assertThat(methods(path)).as(path).containsExactly(method);
    }
  }

  @Test
  void every_resource_has_a_path() {
    Set<Class<?>> described = new HashSet<>();
    v2Paths().forEach(path -> described.add(resource(path).getClass()));

    assertThat(described).isEqualTo(leaves(V2Resource.class));
  }

  @Test
  void a_resource_of_a_model_has_a_path_with_and_without_a_version() {
    for (String path : v2Paths()) {
      if (path.startsWith("/v2/models/{model}") && !path.contains("{version}")) {
        assertThat(v2Paths()).contains(path.replace("{model}", "{model}/versions/{version}"));
      }
    }
  }

  @Test
  void what_follows_rollouts_takes_a_wish_and_names_the_arm() {
    List<String> following = new ArrayList<>();
    paths
        .properties()
        .forEach(
            path -> {
              JsonNode post = path.getValue().path("post");
              if (post.path("parameters").toString().contains("parameters/wantedArm")) {
                following.add(path.getKey());
                assertThat(post.path("responses").path("200").path("headers").has("X-Salver-Arm"))
                    .as(path.getKey())
                    .isTrue();
              }
            });
    assertThat(following)
        .contains(
            "/v2/models/{model}/infer",
            "/v1/recommendations",
            "/v1/completions",
            "/v1/tabular/predict")
        .doesNotContain("/v2/models/{model}/versions/{version}/infer");
  }

  private List<String> v2Paths() {
    List<String> v2 = new ArrayList<>();
    paths.fieldNames().forEachRemaining(v2::add);
    v2.removeIf(path -> !path.startsWith("/v2"));
    return v2;
  }

  private List<String> methods(String path) {
    List<String> methods = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : paths.get(path).properties()) {
      if (!entry.getKey().equals("parameters")) {
        methods.add(entry.getKey());
      }
    }
    return methods;
  }

  private static V2Resource resource(String path) {
    return V2Resource.of(path.replace("{model}", "m").replace("{version}", "7")).orElseThrow();
  }

  private static Set<Class<?>> leaves(Class<?> sealed) {
    Set<Class<?>> leaves = new HashSet<>();
    Arrays.stream(sealed.getPermittedSubclasses())
        .forEach(
            type -> {
              if (type.isSealed()) {
                leaves.addAll(leaves(type));
              } else {
                leaves.add(type);
              }
            });
    return leaves;
  }

  private static JsonNode read() {
    try (InputStream document =
        OpenApiDocumentTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      return new YAMLMapper().readTree(Objects.requireNonNull(document));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
