package io.salver.task.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.TooLarge;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.TextFiles;
import io.salver.task.TaskContext;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which model looks at the pictures of a request, and why none does. */
final class VisionRequestsTest extends VisionFixture {

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
}
