package io.salver.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.serving.ModelReference;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class TaskModelsTest {

  private static final TaskName TASK = TaskName.SPEECH_RECOGNITION;

  private final FakeTaskModels inference = new FakeTaskModels();
  private final List<String> read = new ArrayList<>();
  private final TaskModels<String> models =
      new TaskModels<>(
          inference,
          (task, description) -> {
            read.add(description.name() + "@" + description.version());
            return "plan of " + description.name();
          });

  @Test
  void takes_the_only_model_with_the_task_where_none_is_named() {
    put("digits", 3, TASK);
    put("keywords", 1, TaskName.AUDIO_CLASSIFICATION);
    var chosen = models.choose(TASK, asking(Optional.empty()));
    assertThat(chosen.pinned()).isEqualTo(new ModelReference("digits", Optional.of(3L)));
    assertThat(chosen.plan()).isEqualTo("plan of digits");
  }

  @Test
  void lists_the_models_where_several_could_be_meant() {
    put("digits", 1, TASK);
    put("letters", 1, TASK);
    assertThatThrownBy(() -> models.choose(TASK, asking(Optional.empty())))
        .isInstanceOf(NotFound.class)
        .hasMessage("several models are for speech-recognition; name one of [digits, letters]");
  }

  @Test
  void says_that_there_is_no_model_for_the_task() {
    assertThatThrownBy(() -> models.choose(TASK, asking(Optional.empty())))
        .isInstanceOf(NotFound.class)
        .hasMessage("no model for speech-recognition is ready");
  }

  @Test
  void refuses_a_model_with_another_task() {
    put("keywords", 1, TaskName.AUDIO_CLASSIFICATION);
    assertThatThrownBy(
            () -> models.choose(TASK, asking(Optional.of(ModelReference.latest("keywords")))))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("model 'keywords' is for audio-classification, not for speech-recognition");
  }

  @Test
  void reads_a_version_once_and_again_after_it_was_reloaded() {
    put("digits", 1, TASK);
    models.choose(TASK, asking(Optional.empty()));
    models.choose(TASK, asking(Optional.empty()));
    assertThat(read).containsExactly("digits@1");
    put("digits", 1, TASK);
    models.choose(TASK, asking(Optional.empty()));
    assertThat(read).containsExactly("digits@1", "digits@1");
  }

  @Test
  void uses_the_next_version_where_the_first_was_unloaded_before_it_ran() {
    put("digits", 1, TASK);
    String answer =
        models
            .use(
                TASK,
                asking(Optional.empty()),
                chosen -> {
                  if (chosen.description().version() == 1) {
                    put("digits", 2, TASK);
                    return CompletableFuture.<String>failedFuture(new NotReady("unloading"));
                  }
                  return CompletableFuture.completedFuture(chosen.pinned().toString());
                })
            .toCompletableFuture()
            .join();
    assertThat(answer).isEqualTo("digits@2");
  }

  @Test
  void does_not_use_another_version_than_the_one_asked_for() {
    put("digits", 1, TASK);
    NotReady gone = new NotReady("unloading");
    var answer =
        models.use(
            TASK,
            asking(Optional.of(new ModelReference("digits", Optional.of(1L)))),
            _ -> CompletableFuture.<String>failedFuture(gone));
    assertThat(failure(answer.toCompletableFuture())).isSameAs(gone);
  }

  private static TaskContext asking(Optional<ModelReference> model) {
    return new TaskContext(
        model, new DirectMemoryPool(1).open(), Deadline.none(), 5, StopSignal.never());
  }

  private void put(String name, long version, TaskName task) {
    inference.put(
        name,
        version,
        FakeTaskModels.spec(task, Map.of(), Map.of()),
        TextFiles.NONE,
        new Signature(List.of(), List.of()),
        (inputs, _) -> inputs);
  }

  private static Fault failure(CompletableFuture<?> answer) {
    return answer
        .handle(
            (_, failure) ->
                (Fault)
                    (failure instanceof CompletionException wrapped ? wrapped.getCause() : failure))
        .join();
  }
}
