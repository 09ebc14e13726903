package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.salver.testkit.SalverProcess;
import io.salver.v1.SpeechServiceGrpc;
import io.salver.v1.StreamTranscribeConfig;
import io.salver.v1.StreamTranscribeRequest;
import io.salver.v1.StreamTranscribeResponse;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The shipped models, asked with the shipped samples: what the README's tour shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BundledMediaIT {

  private static final Path SAMPLES = Path.of("src/docs/samples");
  private static final int WAV_HEAD = 44;

  private final SalverProcess salver = SalverProcess.shared();
  private final ManagedChannel channel =
      ManagedChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();

  @AfterAll
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void every_form_of_a_network_sees_trousers() throws IOException {
    for (String form : List.of("", "-int8", "-torchscript")) {
      JsonPath seen = look("classify?top_k=1&model=fashion-mnist-resnet" + form, "trousers.png");
      assertThat(seen.getString("images[0].classes[0].label")).as(form).isEqualTo("Trouser");
    }
  }

  @Test
  void the_white_cell_is_found_where_it_was_drawn() throws IOException {
    JsonPath seen = look("detect?model=blood-cells", "cells.png");
    assertThat(seen.getInt("images[0].width")).isEqualTo(640);
    assertThat(seen.getList("images[0].boxes.label")).contains("RBC");
    assertThat(seen.getString("images[0].boxes[0].label")).isEqualTo("WBC");
    assertThat(seen.getFloat("images[0].boxes[0].box.left")).isCloseTo(250, within(25f));
    assertThat(seen.getFloat("images[0].boxes[0].box.bottom")).isCloseTo(300, within(25f));
  }

  @Test
  void an_annotated_picture_comes_back_as_a_picture() throws IOException {
    Response answer =
        given()
            .port(salver.httpPort())
            .accept("image/png")
            .contentType("image/png")
            .body(Files.readAllBytes(SAMPLES.resolve("cells.png")))
            .post("/v1/images/detect?model=blood-cells&annotate=true");
    assertThat(answer.contentType()).isEqualTo("image/png");
    BufferedImage drawn = picture(answer.asByteArray());
    BufferedImage before = ImageIO.read(SAMPLES.resolve("cells.png").toFile());
    assertThat(drawn.getWidth()).isEqualTo(640);
    assertThat(drawn.getRGB(5, 470)).isEqualTo(before.getRGB(5, 470));
  }

  @Test
  void a_mask_has_the_extents_of_the_picture_in_both_forms() throws IOException {
    JsonPath runs = look("segment?model=membranes&mask=rle", "cells.png");
    List<Integer> pairs = runs.getList("images[0].mask.runs");
    int pixels = 0;
    for (int i = 1; i < pairs.size(); i += 2) {
      pixels += pairs.get(i);
    }
    assertThat(pixels).isEqualTo(640 * 480);
    byte[] png =
        Base64.getDecoder()
            .decode(
                look("segment?model=membranes&mask=png", "cells.png")
                    .getString("images[0].mask.png"));
    assertThat(picture(png).getHeight()).isEqualTo(480);
  }

  @Test
  void a_face_is_like_itself() throws IOException {
    JsonPath embedded = look("embed?model=faces", "trousers.png");
    List<Float> vector = embedded.getList("images[0].embedding", Float.class);
    assertThat(vector.stream().mapToDouble(each -> each * each).sum()).isCloseTo(1, within(1e-4));
    byte[] picture = Files.readAllBytes(SAMPLES.resolve("trousers.png"));
    JsonPath same =
        given()
            .port(salver.httpPort())
            .multiPart("first", "a.png", picture, "image/png")
            .multiPart("second", "b.png", picture, "image/png")
            .post("/v1/images/verify?model=faces")
            .jsonPath();
    assertThat(same.getBoolean("same")).isTrue();
    assertThat(same.getDouble("similarity")).isCloseTo(1, within(1e-3));
  }

  @Test
  void what_the_voice_says_is_heard() {
    byte[] wav =
        given()
            .port(salver.httpPort())
            .contentType("application/json")
            .body("{\"model\": \"voice\", \"input\": \"four five six\"}")
            .post("/v1/audio/speech")
            .asByteArray();
    assertThat(heard(wav, "text").asString().strip()).isEqualTo("four five six");
  }

  @Test
  void words_have_their_times() throws IOException {
    JsonPath heard = heard(sound(), "verbose_json").jsonPath();
    assertThat(heard.getString("text")).isEqualTo("one two three");
    assertThat(heard(sound(), "srt").asString()).contains("00:00:00,").contains("one two three");
  }

  @Test
  void a_sound_is_written_down_while_it_arrives() throws Exception {
    byte[] samples = sound();
    List<StreamTranscribeResponse> answers = new ArrayList<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    StreamObserver<StreamTranscribeRequest> requests =
        SpeechServiceGrpc.newStub(channel).streamTranscribe(collecting(answers, end));
    requests.onNext(
        StreamTranscribeRequest.newBuilder()
            .setConfig(StreamTranscribeConfig.newBuilder().setModel("digits").setSampleRate(16_000))
            .build());
    for (int from = WAV_HEAD; from < samples.length; from += 3200) {
      int length = Math.min(3200, samples.length - from);
      requests.onNext(
          StreamTranscribeRequest.newBuilder()
              .setSamples(ByteString.copyFrom(samples, from, length))
              .build());
    }
    requests.onCompleted();
    end.get(60, TimeUnit.SECONDS);
    assertThat(answers.getLast().getFinal().getText()).isEqualTo("one two three");
  }

  private static StreamObserver<StreamTranscribeResponse> collecting(
      List<StreamTranscribeResponse> answers, CompletableFuture<Void> end) {
    return new StreamObserver<>() {
      @Override
      public void onNext(StreamTranscribeResponse answer) {
        answers.add(answer);
      }

      @Override
      public void onError(Throwable failure) {
        end.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {
        end.complete(null);
      }
    };
  }

  @Test
  void a_speaker_and_a_word_are_told() throws IOException {
    JsonPath same =
        given()
            .port(salver.httpPort())
            .multiPart("first", "a.wav", sound(), "audio/wav")
            .multiPart("second", "b.wav", sound(), "audio/wav")
            .post("/v1/audio/verify?model=speakers")
            .jsonPath();
    assertThat(same.getBoolean("same")).isTrue();
    JsonPath word =
        given()
            .port(salver.httpPort())
            .multiPart("file", "a.wav", sound(), "audio/wav")
            .post("/v1/audio/classify?model=keywords")
            .jsonPath();
    assertThat(word.getList("classes.label")).hasSize(3).contains("happy");
  }

  private JsonPath look(String query, String sample) throws IOException {
    Response answer =
        given()
            .filter(new OpenApiContract())
            .baseUri("http://127.0.0.1:" + salver.httpPort())
            .contentType("application/octet-stream")
            .body(Files.readAllBytes(SAMPLES.resolve(sample)))
            .post("/v1/images/" + query);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }

  private Response heard(byte[] wav, String format) {
    return given()
        .port(salver.httpPort())
        .multiPart("file", "a.wav", wav, "audio/wav")
        .multiPart("model", "digits")
        .multiPart("response_format", format)
        .post("/v1/audio/transcriptions");
  }

  private static byte[] sound() throws IOException {
    return Files.readAllBytes(SAMPLES.resolve("one-two-three.wav"));
  }

  private static BufferedImage picture(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }
}
