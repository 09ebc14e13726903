package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.restassured.response.Response;
import io.salver.testkit.SalverProcess;
import io.salver.v1.ClassifyImagesRequest;
import io.salver.v1.ClassifyImagesResponse;
import io.salver.v1.VisionServiceGrpc;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Typed tasks over both protocols, answered by the shipped models for what is drawn here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TypedTasksIT {

  private final SalverProcess salver = SalverProcess.shared();
  private final ManagedChannel channel =
      ManagedChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();

  @AfterAll
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void trousers_are_seen_over_both_protocols() throws IOException {
    byte[] picture = trousers();
    Response rest =
        given()
            .filter(new OpenApiContract())
            .baseUri("http://127.0.0.1:" + salver.httpPort())
            .multiPart("image", "trousers.png", picture, "image/png")
            .multiPart("image", "again.png", picture, "image/png")
            .multiPart("model", "fashion-mnist")
            .multiPart("top_k", "3")
            .post("/v1/images/classify");

    assertThat(rest.statusCode()).as(rest.asString()).isEqualTo(200);
    assertThat(rest.header("Server-Timing")).contains("decode;dur=", "run;dur=");
    assertThat(rest.jsonPath().getList("images")).hasSize(2);
    assertThat(rest.jsonPath().getString("images[0].classes[0].label"))
        .containsIgnoringCase("trouser");
    assertThat(rest.jsonPath().getList("images[0].classes")).hasSize(3);

    ClassifyImagesResponse grpc =
        VisionServiceGrpc.newBlockingStub(channel)
            .classify(
                ClassifyImagesRequest.newBuilder()
                    .setModel("fashion-mnist")
                    .addImage(ByteString.copyFrom(picture))
                    .setTopK(3)
                    .build());
    assertThat(grpc.getImages(0).getClasses(0).getLabel())
        .isEqualTo(rest.jsonPath().getString("images[0].classes[0].label"));
    assertThat(grpc.getImages(0).getClasses(0).getScore())
        .isEqualTo(rest.jsonPath().getFloat("images[0].classes[0].score"));
    assertThat(grpc.getTimes().getRun()).isPositive();
  }

  @Test
  void the_models_are_listed() {
    Response typed =
        given().filter(new OpenApiContract()).port(salver.httpPort()).get("/v1/images/models");
    assertThat(typed.jsonPath().getList("models.model")).contains("fashion-mnist");
    Response all = given().filter(new OpenApiContract()).port(salver.httpPort()).get("/v1/models");
    assertThat(all.jsonPath().getString("object")).isEqualTo("list");
    assertThat(all.jsonPath().getList("data.id")).contains("fashion-mnist");
    assertThat(
            given()
                .filter(new OpenApiContract())
                .port(salver.httpPort())
                .get("/v1/models/nowhere")
                .jsonPath()
                .getString("error.code"))
        .isEqualTo("model_not_found");
  }

  @Test
  void a_model_of_another_task_and_one_that_is_not_there_are_told() throws IOException {
    Response other = post("/v1/images/detect?model=fashion-mnist", trousers());
    assertThat(other.statusCode()).as(other.asString()).isIn(400, 404);
    Response nowhere = post("/v1/images/classify?model=fashion-mnits", trousers());
    assertThat(nowhere.statusCode()).isEqualTo(404);
    assertThat(nowhere.jsonPath().getString("error")).contains("fashion-mnits");
  }

  private Response post(String path, byte[] body) {
    return given()
        .filter(new OpenApiContract())
        .baseUri("http://127.0.0.1:" + salver.httpPort())
        .contentType("application/octet-stream")
        .body(body)
        .post(path);
  }

  /** Two legs below a belt, white on black. */
  private static byte[] trousers() throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.LIGHT_GRAY);
    pen.fillRect(9, 0, 10, 6);
    pen.fillRect(9, 6, 4, 22);
    pen.fillRect(15, 6, 4, 22);
    pen.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }
}
