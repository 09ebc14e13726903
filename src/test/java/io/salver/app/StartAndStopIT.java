package io.salver.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service over its whole life, as an operator sees it. */
final class StartAndStopIT {

  private static final Path BUNDLED = Path.of("models/repository/fashion-mnist/1/model.onnx");

  @Test
  void broken_models_do_not_stop_the_others_and_say_why(@TempDir Path repository)
      throws IOException {
    place(repository, "plain", Files.readAllBytes(BUNDLED));
    place(repository, "corrupt", new byte[] {1, 2, 3});
    place(repository, "misspelt", Files.readAllBytes(BUNDLED));
    Files.writeString(repository.resolve("misspelt/model.yaml"), "thread: 2\n");

    try (SalverProcess salver = start(repository)) {
      given().port(salver.httpPort()).get("/v2/models/plain/ready").then().statusCode(200);
      given().port(salver.httpPort()).get("/v2/models/corrupt/ready").then().statusCode(503);
      given().port(salver.httpPort()).get("/v2/health/ready").then().statusCode(503);
      given()
          .port(salver.managementPort())
          .get("/q/health/ready")
          .then()
          .statusCode(503)
          .body("checks.find { it.name == 'models' }.data.'plain@1'", equalTo("READY"))
          .body(
              "checks.find { it.name == 'models' }.data.'misspelt@1'", containsString("'threads'"));
      given().port(salver.managementPort()).get("/q/health/live").then().statusCode(200);
    }
  }

  @Test
  void sigterm_ends_it_in_order(@TempDir Path repository) throws IOException {
    place(repository, "plain", Files.readAllBytes(BUNDLED));

    SalverProcess salver = start(repository);
    int status = salver.stop();

    assertThat(status).isEqualTo(143);
    assertThat(salver.log()).contains("plain@1 is ready").doesNotContain("did not drain");
  }

  private static SalverProcess start(Path repository) {
    return SalverProcess.start(
        Map.of(
            "salver.models.repository", repository.toString(),
            "salver.recommenders.directory", repository.resolve("none").toString()));
  }

  private static void place(Path repository, String model, byte[] artifact) throws IOException {
    Path version = Files.createDirectories(repository.resolve(model).resolve("1"));
    Files.write(version.resolve("model.onnx"), artifact);
  }
}
