package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.salver.fault.InvalidInput;
import io.salver.security.Action;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RestActionTest {

  private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "delete");

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/health/live, HEALTH,",
    "GET, /v2, LIST,",
    "POST, /v2/models/adult/infer, INFER, adult",
    "POST, /v2/models/%61dult/versions/3/infer, INFER, adult",
    "GET, /v2/models/adult/stats, MONITOR, adult",
    "GET, /v2/models/stats, MONITOR,",
    "POST, /v2/repository/models/adult/load, CHANGE_REPOSITORY, adult",
    "POST, /v2/repository/index, READ_REPOSITORY,",
    "POST, /v1/text/classify, INFER,",
    "GET, /v1/text/models, LIST,",
    "GET, /v1/tabular/adult/schema, DESCRIBE, adult",
    "POST, /v1/completions, INFER,",
    "POST, /v1/completions/, INFER,",
    "GET, /v1/models/adult, DESCRIBE, adult",
    "POST, /v1/recommendations/batch, RECOMMEND,",
    "POST, /v1/recommenders/movielens/reload, RELOAD_RECOMMENDER, movielens",
    "GET, /v1/recommenders/movielens/reload, UNKNOWN, movielens",
    "POST, /v1/recommenders/movielens/events, RECORD_EVENTS, movielens",
    "GET, /v1/recommenders/movielens/users/1/events, READ_CATALOGUE, movielens",
    "PUT, /v1/recommenders/movielens/items/1, CHANGE_CATALOGUE, movielens",
    "POST, /v1/feedback, FEEDBACK,",
    "GET, /v1/monitoring/models/adult/window, MONITOR, adult",
    "GET, /v1/rollouts, READ_ROLLOUTS,",
    "POST, /v1/rollouts, CHANGE_ROLLOUTS,",
    "POST, /v1/rollouts/a/explain, READ_ROLLOUTS,",
    "PUT, /v1/rollouts/explain, CHANGE_ROLLOUTS,",
    "GET, /console/app.js, CONSOLE,",
    "GET, /q/openapi, DOCUMENTATION,",
    "GET, /q/dev, UNKNOWN,",
    "GET, /, UNKNOWN,",
    "TRACE, /v1/feedback, UNKNOWN,",
    "GET, /v3, UNKNOWN,",
  })
  void a_request_asks_for(String method, String path, Action action, String model) {
    RestAction asked = RestAction.of(method, path);
    assertThat(asked.action()).isEqualTo(action);
    assertThat(asked.model()).isEqualTo(Optional.ofNullable(model));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/models/../repository/models/a/load",
        "/v2/models/%2e%2e/repository",
        "/v2/models/.%2E",
        "/console/..%2f..%2fetc/passwd",
        "/console/%5c",
        "/console/..",
        "/v2//models",
        "//v1/feedback",
        "/v1/feedback%00",
        "/v1/%0d%0aX",
        "/v1/%zz",
        "*",
      })
  void a_path_that_can_be_read_in_two_ways_is_refused(String path) {
    assertThatThrownBy(() -> RestAction.of("GET", path)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void every_path_of_the_document_is_known() throws IOException {
    JsonNode paths;
    try (InputStream document =
        RestActionTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      paths = new YAMLMapper().readTree(document).get("paths");
    }
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            requireKnown(method, path.getKey());
                          }
                        }));
  }

  private static void requireKnown(String method, String path) {
    String filled = path.replaceAll("\\{version}", "1").replaceAll("\\{[^}]*}", "some");
    assertThat(RestAction.of(method.toUpperCase(Locale.ROOT), filled).action())
        .as(method + " " + path)
        .isNotEqualTo(Action.UNKNOWN);
  }
}
