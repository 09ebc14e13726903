package io.salver.task.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import io.salver.image.Picture;
import io.salver.image.PictureDecoder;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.task.ClassScore;
import io.salver.task.FakeTaskModels;
import io.salver.task.RecordedObservations;
import io.salver.task.TaskContext;
import io.salver.task.TaskName;
import io.salver.task.Verification;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is found in pictures, run by run. */
final class VisionTasksTest extends VisionFixture {

  @Test
  void tells_the_classes_of_a_picture_by_their_labels() {
    classifier("colours", 3, Map.of("resize", 4, "crop", 4));

    VisionAnswer answer = look(CLASSIFY, plain(6, 9, 10, 200, 30));

    assertThat(answer.model()).isEqualTo(new ModelId("colours", 3));
    VisionAnswer.Seen seen = answer.pictures().getFirst();
    assertThat(List.of(seen.width(), seen.height())).containsExactly(6, 9);
    assertThat(((Finding.Classes) seen.finding()).best())
        .containsExactly(
            new ClassScore(1, "green", 200 / 255f),
            new ClassScore(2, "blue", 30 / 255f),
            new ClassScore(0, "red", 10 / 255f));
    assertThat(seen.annotated()).isEmpty();
    assertThat(answer.times().queueNanos()).isEqualTo(10);
    assertThat(answer.times().runNanos()).isEqualTo(100);
    assertThat(answer.times().decodeNanos()).isPositive();
    assertThat(answer.times().preprocessNanos()).isPositive();
    assertThat(answer.times().postprocessNanos()).isPositive();
  }

  @Test
  void brightness_and_contrast_of_what_the_model_sees_are_told_with_its_classes() {
    classifier("colours", 3, Map.of("resize", 4, "crop", 4));

    look(new VisionTask.Classify(OptionalInt.of(1)), plain(6, 9, 10, 200, 30));

    Observation seen = watched.only();
    assertThat(seen.sample().embeddings()).containsOnlyKeys("scores");
    assertThat(seen.sample().embeddings().get("scores"))
        .containsExactly(10 / 255f, 200 / 255f, 30 / 255f);
    double mean = (10 + 200 + 30) / 3.0;
    double variance = (10 * 10 + 200 * 200 + 30 * 30) / 3.0 - mean * mean;
    assertThat(RecordedObservations.number(seen.sample().features(), "image.mean"))
        .isCloseTo(mean / 255, within(1e-12));
    assertThat(RecordedObservations.number(seen.sample().features(), "image.deviation"))
        .isCloseTo(Math.sqrt(variance) / 255, within(1e-12));
    assertThat(RecordedObservations.category(seen.sample().predictions(), "label"))
        .isEqualTo("green");
    assertThat(RecordedObservations.number(seen.sample().predictions(), "confidence"))
        .isEqualTo(200 / 255f);
    assertThat(seen.predicted().orElseThrow()).isInstanceOf(Predicted.Classes.class);
  }

  @Test
  void several_pictures_are_one_run_whatever_their_size() {
    classifier("colours", 1, Map.of("resize", List.of(4, 4)));

    VisionAnswer answer =
        look(CLASSIFY, plain(6, 9, 255, 0, 0), plain(30, 2, 0, 255, 0), plain(1, 1, 0, 0, 255));

    assertThat(best(answer)).containsExactly("red", "green", "blue");
    assertThat(models.requests()).hasSize(1);
    assertThat(models.requests().getFirst().model()).isEqualTo(version("colours", 1));
  }

  @Test
  void pictures_that_come_to_different_shapes_run_apart_and_are_told_in_order() {
    classifier("colours", 1, Map.of("multiple", 4));

    VisionAnswer answer =
        look(CLASSIFY, plain(8, 8, 255, 0, 0), plain(3, 5, 0, 255, 0), plain(7, 7, 0, 0, 255));

    assertThat(best(answer)).containsExactly("red", "green", "blue");
    assertThat(models.requests()).hasSize(2);
    assertThat(answer.times().runNanos()).isEqualTo(200);
  }

  @Test
  void more_pictures_than_a_run_may_have_are_several_runs() {
    ModelSpec spec = spec(Map.of("resize", 4, "crop", 4), 2);
    models.put("colours", 1, spec, TextFiles.NONE, signature(Shape.ANY), this::means);

    VisionAnswer answer =
        look(
            CLASSIFY,
            plain(4, 4, 255, 0, 0),
            plain(4, 4, 0, 255, 0),
            plain(4, 4, 0, 0, 255),
            plain(4, 4, 255, 0, 0),
            plain(4, 4, 0, 255, 0));

    assertThat(best(answer)).containsExactly("0", "1", "2", "0", "1");
    assertThat(models.requests()).hasSize(3);
  }

  @Test
  void a_model_of_one_row_runs_once_a_picture() {
    ModelSpec spec = spec(Map.of("resize", 4, "crop", 4), 32);
    models.put("colours", 1, spec, TextFiles.NONE, signature(1), this::means);

    look(CLASSIFY, plain(4, 4, 255, 0, 0), plain(4, 4, 0, 255, 0));

    assertThat(models.requests()).hasSize(2);
  }

  @Test
  void a_request_says_how_many_classes_it_wants() {
    classifier("colours", 1, Map.of("resize", 4, "crop", 4));

    VisionAnswer answer = look(new VisionTask.Classify(OptionalInt.of(1)), plain(4, 4, 255, 0, 0));

    assertThat(((Finding.Classes) answer.pictures().getFirst().finding()).best()).hasSize(1);
  }

  @Test
  void embeddings_are_of_length_one_and_compared_by_their_angle() {
    models.put(
        "colours",
        1,
        FakeTaskModels.spec(
            TaskName.IMAGE_EMBEDDING,
            Map.of("resize", 4, "crop", 4),
            Map.of("threshold", 0.75, "false-accept-rate", 0.01)),
        TextFiles.NONE,
        signature(Shape.ANY),
        this::means);

    VisionAnswer answer = look(new VisionTask.Embed(), plain(4, 4, 30, 40, 0));
    Verification alike =
        verify(plain(4, 4, 30, 40, 0), plain(9, 5, 60, 80, 0), OptionalDouble.empty());
    Verification unlike =
        verify(plain(4, 4, 30, 40, 0), plain(4, 4, 0, 0, 50), OptionalDouble.of(-0.5));

    assertThat(((Finding.Embedding) answer.pictures().getFirst().finding()).vector())
        .containsExactly(new float[] {0.6f, 0.8f, 0}, offset(1e-6f));
    assertThat(alike.similarity()).isCloseTo(1, offset(1e-6));
    assertThat(alike.threshold()).isEqualTo(0.75);
    assertThat(alike.isSame()).isTrue();
    assertThat(unlike.similarity()).isZero();
    assertThat(unlike.threshold()).isEqualTo(-0.5);
  }

  @Test
  void pictures_come_back_with_what_was_found_drawn_in() {
    models.put(
        "cells",
        1,
        FakeTaskModels.spec(TaskName.SEMANTIC_SEGMENTATION, Map.of(), Map.of()),
        TextFiles.NONE,
        new Signature(
            List.of(new TensorSpec("image", DataType.FP32, Shape.of(-1, 3, -1, -1))),
            List.of(new TensorSpec("scores", DataType.FP32, Shape.of(-1, 1, -1, -1)))),
        (inputs, scope) ->
            Tensors.of("scores", TensorValues.floats(scope, Shape.of(1, 1, 2, 2), -9, 9, -9, 9)));

    try (TensorScope scope = pool.open()) {
      TaskContext context = request(scope, Optional.empty(), new VisionTask.Segment()).context();
      ByteBuffer file = ByteBuffer.wrap(plain(4, 2, 0, 0, 0));
      VisionAnswer.Seen seen =
          get(tasks.look(new VisionRequest(context, List.of(file), new VisionTask.Segment(), true)))
              .pictures()
              .getFirst();
      assertThat(((Finding.Mask) seen.finding()).classes()).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
      ByteBuffer drawn = ByteBuffer.wrap(seen.annotated().orElseThrow());
      PictureDecoder decoder = new PictureDecoder(100);
      Picture picture = decoder.decode(drawn, decoder.head(drawn), scope);
      assertThat(picture.sample(0, 0, 2)).isZero();
      assertThat(picture.sample(3, 1, 2)).isPositive();
    }
  }
}
