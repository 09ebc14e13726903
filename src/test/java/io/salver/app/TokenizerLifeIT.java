package io.salver.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.specification.RequestSpecification;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native tokenizer of a model comes and goes with it, in the service as it ships. */
final class TokenizerLifeIT {

  private static final Path FIXTURE = Path.of("src/test/resources/text/fixtures/tagger");

  @Test
  void a_model_that_is_loaded_over_and_over_holds_one_tokenizer(@TempDir Path repository)
      throws IOException {
    copy(repository.resolve("tagger"));
    try (SalverProcess salver =
        SalverProcess.start(
            Map.of(
                "salver.models.repository",
                repository.toString(),
                "salver.recommenders.directory",
                "src/test/models/no-recommenders"))) {
      for (int i = 0; i < 5; i++) {
        rest(salver).post("/v2/repository/models/tagger/load").then().statusCode(200);
        rest(salver).get("/v2/models/tagger/ready").then().statusCode(200);
        Eventually.holds(() -> assertThat(tokenizers(salver)).isEqualTo("1.0"));
      }
      rest(salver).post("/v2/repository/models/tagger/unload").then().statusCode(200);
      Eventually.holds(() -> assertThat(tokenizers(salver)).isEqualTo("0.0"));
      Files.writeString(repository.resolve("tagger/tokenizer.json"), "{}");
      assertThat(rest(salver).post("/v2/repository/models/tagger/load").then().extract().asString())
          .contains("'tokenizer.json' is no tokenizer");
      Eventually.holds(() -> assertThat(tokenizers(salver)).isEqualTo("0.0"));
    }
  }

  private static String tokenizers(SalverProcess salver) {
    return given()
        .baseUri("http://127.0.0.1")
        .port(salver.managementPort())
        .get("/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("serving_native_handles{type=\"tokenizer\"}"))
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .findFirst()
        .orElse("none");
  }

  private static RequestSpecification rest(SalverProcess salver) {
    return given()
        .baseUri("http://127.0.0.1")
        .port(salver.httpPort())
        .contentType("application/json")
        .body("{}");
  }

  private static void copy(Path target) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(FIXTURE)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path copy = target.resolve(FIXTURE.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }
}
