package io.salver.task.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.TooLarge;
import io.salver.image.Picture;
import io.salver.image.PictureDecoder;
import io.salver.image.PngWriter;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.serving.ModelReference;
import io.salver.task.ClassScore;
import io.salver.task.FakeTaskModels;
import io.salver.task.PairRequest;
import io.salver.task.RecordedObservations;
import io.salver.task.TaskContext;
import io.salver.task.TaskName;
import io.salver.task.TaskThreads;
import io.salver.task.Verification;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model here says how red, how green and how blue a picture is: the mean of each channel. */
final class VisionTasksTest {

  private static final ModelReference COLOURS = ModelReference.latest("colours");
  private static final VisionTask.Classify CLASSIFY = new VisionTask.Classify(OptionalInt.empty());

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final FakeTaskModels models = new FakeTaskModels();
  private final TaskThreads threads = new TaskThreads(2, 16);
  private final RecordedObservations watched = new RecordedObservations();
  private final VisionTasks tasks =
      new VisionTasks(
          models, threads, new PictureDecoder(10_000), watched.watching(), Ticker.SYSTEM);

  @AfterEach
  void everything_is_given_back() {
    threads.close();
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void tells_the_classes_of_a_picture_by_their_labels() {
    classifier("colours", 3, Map.of("resize", 4, "crop", 4));

    VisionAnswer answer = look(CLASSIFY, plain(6, 9, 10, 200, 30));

    assertThat(answer.model()).isEqualTo(new ModelId("colours", 3));
    VisionAnswer.Seen seen = answer.pictures().getFirst();
    assertThat(List.of(seen.width(), seen.height())).containsExactly(6, 9);
    assertThat(seen.finding())
        .isEqualTo(
            new Finding.Classes(
                List.of(
                    new ClassScore(1, "green", 200 / 255f),
                    new ClassScore(2, "blue", 30 / 255f),
                    new ClassScore(0, "red", 10 / 255f))));
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

    look(CLASSIFY, plain(6, 9, 10, 200, 30));

    Observation seen = watched.only();
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
  void the_only_model_of_the_task_need_not_be_named() {
    classifier("colours", 7, Map.of("resize", 4, "crop", 4));

    try (TensorScope scope = pool.open()) {
      VisionRequest request = request(scope, Optional.empty(), CLASSIFY, plain(4, 4, 1, 2, 3));
      assertThat(get(tasks.look(request)).model()).isEqualTo(new ModelId("colours", 7));
    }
  }

  @Test
  void a_version_that_went_in_between_is_replaced_by_the_one_that_serves() {
    classifier("colours", 1, Map.of("resize", 4, "crop", 4));
    models.beforeRun(
        () -> {
          models.beforeRun(() -> {});
          classifier("colours", 2, Map.of("resize", 6, "crop", 6));
        });

    assertThat(look(CLASSIFY, plain(4, 4, 255, 0, 0)).model().version()).isEqualTo(2);
  }

  @Test
  void a_version_that_was_asked_for_by_number_is_not_replaced() {
    classifier("colours", 1, Map.of("resize", 4, "crop", 4));
    models.failNext(new NotReady("colours@1 is unloading"));

    try (TensorScope scope = pool.open()) {
      VisionRequest request =
          request(scope, Optional.of(version("colours", 1)), CLASSIFY, plain(4, 4, 1, 2, 3));
      assertFails(tasks.look(request), NotReady.class, "unloading");
    }
  }

  @Test
  void a_picture_that_is_none_is_named() {
    classifier("colours", 1, Map.of("resize", 4, "crop", 4));

    fails(
        InvalidInput.class,
        "picture 2 of 2: the file begins with 25 50 44 46 2d 31 2e 37",
        plain(4, 4, 1, 2, 3),
        "%PDF-1.7".getBytes(StandardCharsets.ISO_8859_1));
    fails(InvalidInput.class, "the file is empty", new byte[0]);
    fails(TooLarge.class, "200 x 100 pixels; at most 10000", plain(200, 100, 1, 2, 3));
    assertThat(models.requests()).isEmpty();
  }

  @Test
  void a_request_without_pictures_is_refused() {
    fails(InvalidInput.class, "no picture");
  }

  @Test
  void what_the_model_fails_with_is_the_answer() {
    classifier("colours", 1, Map.of("resize", 4, "crop", 4));
    models.failNext(new BackendFailure("the model broke"));

    fails(BackendFailure.class, "the model broke", plain(4, 4, 1, 2, 3));
  }

  @Test
  void numbers_that_are_none_are_a_failure_of_the_model() {
    ModelSpec spec = spec(Map.of("resize", 4, "crop", 4), 32);
    models.put(
        "colours",
        1,
        spec,
        TextFiles.NONE,
        signature(Shape.ANY),
        (inputs, scope) ->
            Tensors.of("scores", TensorValues.floats(scope, Shape.of(1, 3), 1, Float.NaN, 0)));

    fails(BackendFailure.class, "NaN in 'scores' at place 1", plain(4, 4, 1, 2, 3));
  }

  @Test
  void a_deadline_that_has_passed_stops_the_work() {
    classifier("colours", 1, Map.of("resize", 4, "crop", 4));

    try (TensorScope scope = pool.open()) {
      TaskContext context =
          new TaskContext(
              Optional.of(COLOURS),
              scope,
              Deadline.after(Duration.ZERO, Ticker.SYSTEM),
              5,
              StopSignal.never());
      assertFails(
          tasks.look(
              new VisionRequest(
                  context, List.of(ByteBuffer.wrap(plain(4, 4, 1, 2, 3))), CLASSIFY, false)),
          DeadlineExceeded.class,
          "before the pictures were decoded");
    }
    assertThat(models.requests()).isEmpty();
  }

  @Test
  void a_caller_who_has_gone_stops_the_work() {
    classifier("colours", 1, Map.of("resize", 4, "crop", 4));
    StopSignal stop = StopSignal.create();
    stop.raise(new Cancelled("the client has gone"));

    try (TensorScope scope = pool.open()) {
      TaskContext context = new TaskContext(Optional.of(COLOURS), scope, Deadline.none(), 5, stop);
      assertFails(
          tasks.look(
              new VisionRequest(
                  context, List.of(ByteBuffer.wrap(plain(4, 4, 1, 2, 3))), CLASSIFY, false)),
          Cancelled.class,
          "gone");
    }
  }

  @Test
  void priority_and_deadline_reach_the_model() {
    classifier("colours", 1, Map.of("resize", 4, "crop", 4));
    Deadline deadline = Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM);

    try (TensorScope scope = pool.open()) {
      TaskContext context =
          new TaskContext(Optional.of(COLOURS), scope, deadline, 2, StopSignal.never());
      get(
          tasks.look(
              new VisionRequest(
                  context, List.of(ByteBuffer.wrap(plain(4, 4, 1, 2, 3))), CLASSIFY, false)));
    }

    assertThat(models.requests().getFirst().priority()).isEqualTo(2);
    assertThat(models.requests().getFirst().deadline()).isSameAs(deadline);
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

  @Test
  void a_model_of_another_task_is_refused() {
    classifier("colours", 1, Map.of("resize", 4, "crop", 4));

    try (TensorScope scope = pool.open()) {
      VisionRequest request =
          request(scope, Optional.of(COLOURS), new VisionTask.Embed(), plain(4, 4, 1, 2, 3));
      assertFails(tasks.look(request), InvalidInput.class, "image-classification");
      VisionRequest unnamed =
          request(scope, Optional.empty(), new VisionTask.Embed(), plain(4, 4, 1, 2, 3));
      assertFails(tasks.look(unnamed), NotFound.class, "image-embedding");
    }
  }

  private void classifier(String name, long version, Map<String, Object> preprocess) {
    TextFiles labels = new TextFiles(Map.of(TextFiles.LABELS, List.of("red", "green", "blue")));
    models.put(name, version, spec(preprocess, 1024), labels, signature(Shape.ANY), this::means);
  }

  private static ModelSpec spec(Map<String, Object> preprocess, int maxRows) {
    ModelSpec made =
        FakeTaskModels.spec(TaskName.IMAGE_CLASSIFICATION, preprocess, Map.of("top-k", 3));
    ModelSpec.Batching d = made.batching();
    return new ModelSpec(
        made.task(),
        made.backend(),
        made.device(),
        made.instances(),
        made.threads(),
        made.versions(),
        new ModelSpec.Batching(maxRows, d.maxDelay(), d.queue(), d.join()),
        made.timeout(),
        made.cache(),
        made.warmup(),
        made.signature(),
        made.preprocess(),
        made.postprocess(),
        made.monitor());
  }

  private static Signature signature(long rows) {
    return new Signature(
        List.of(new TensorSpec("image", DataType.FP32, Shape.of(rows, 3, -1, -1))),
        List.of(new TensorSpec("scores", DataType.FP32, Shape.of(rows, 3))));
  }

  private Tensors means(Tensors inputs, TensorScope scope) {
    Tensor image = inputs.get("image");
    float[] values = TensorValues.floats(image);
    int rows = (int) image.shape().extent(0);
    int pixels = values.length / rows / 3;
    float[] means = new float[rows * 3];
    for (int i = 0; i < means.length; i++) {
      float[] channel = Arrays.copyOfRange(values, i * pixels, (i + 1) * pixels);
      means[i] = channel[0];
    }
    return Tensors.of("scores", TensorValues.floats(scope, Shape.of(rows, 3), means));
  }

  private VisionAnswer look(VisionTask task, byte[]... files) {
    try (TensorScope scope = pool.open()) {
      return get(tasks.look(request(scope, Optional.of(COLOURS), task, files)));
    }
  }

  private Verification verify(byte[] first, byte[] second, OptionalDouble threshold) {
    try (TensorScope scope = pool.open()) {
      TaskContext context = request(scope, Optional.of(COLOURS), CLASSIFY).context();
      return get(
          tasks.verify(
              new PairRequest(
                  context, ByteBuffer.wrap(first), ByteBuffer.wrap(second), threshold)));
    }
  }

  private void fails(Class<? extends Fault> fault, String message, byte[]... files) {
    try (TensorScope scope = pool.open()) {
      assertFails(
          tasks.look(request(scope, Optional.of(COLOURS), CLASSIFY, files)), fault, message);
    }
  }

  private static void assertFails(
      CompletionStage<?> answer, Class<? extends Fault> fault, String message) {
    assertThatThrownBy(() -> get(answer)).isInstanceOf(fault).hasMessageContaining(message);
  }

  private static VisionRequest request(
      TensorScope scope, Optional<ModelReference> model, VisionTask task, byte[]... files) {
    TaskContext context = new TaskContext(model, scope, Deadline.none(), 5, StopSignal.never());
    return new VisionRequest(
        context, Arrays.stream(files).map(ByteBuffer::wrap).toList(), task, false);
  }

  private static ModelReference version(String name, long version) {
    return new ModelReference(name, Optional.of(version));
  }

  private static List<String> best(VisionAnswer answer) {
    return answer.pictures().stream()
        .map(seen -> ((Finding.Classes) seen.finding()).best().getFirst().label())
        .toList();
  }

  private static byte[] plain(int width, int height, int red, int green, int blue) {
    byte[] pixels = new byte[width * height * 3];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = (byte) red;
      pixels[i + 1] = (byte) green;
      pixels[i + 2] = (byte) blue;
    }
    return PngWriter.write(new Picture(width, height, Picture.RGB, pixels));
  }

  private static <T> T get(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof Fault fault) {
        throw fault;
      }
      throw failed;
    }
  }
}
