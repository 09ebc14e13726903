package io.salver.task.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.fault.Overloaded;
import io.salver.serving.ModelReference;
import io.salver.task.TaskContext;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that take long: what they hold, what ends them, and what goes on beside them. */
final class LongGenerationTest {

  private static final int MUCH = 60_000;
  private static final Prompt PROMPT = new Prompt.Text("abc");

  private final WritingHouse house = WritingHouse.ofFixtures();
  private final List<TensorScope> scopes = new ArrayList<>();

  @AfterEach
  void nothingIsLeftOpen() {
    scopes.forEach(TensorScope::close);
    house.close();
  }

  @Test
  void ten_thousand_tokens_take_no_more_memory_than_a_hundred() {
    AtomicLong most = new AtomicLong();
    AtomicInteger steps = new AtomicInteger();
    AtomicLong early = new AtomicLong();
    house.loader.watch(
        run -> {
          most.accumulateAndGet(house.memory.leasedBytes(), Math::max);
          if (steps.incrementAndGet() == 100) {
            early.set(most.get());
          }
        });

    Generation written =
        house.write("gpt", PROMPT, new SettingsOf().maxTokens(10_000).bias(2, -100).build());

    assertThat(written.usage().completionTokens()).isEqualTo(10_000);
    assertThat(steps).hasValue(10_000);
    // Only the text of the answer grows, and that is not kept in this memory but for its count.
    assertThat(most.get()).isLessThanOrEqualTo(early.get() + (1 << 17));
  }

  @Test
  void a_caller_who_goes_stops_the_model_within_one_step() {
    StopSignal stop = StopSignal.create();
    AtomicInteger steps = new AtomicInteger();
    house.loader.watch(
        run -> {
          if (steps.incrementAndGet() == 50) {
            stop.raise(new Cancelled("gone"));
          }
        });

    CompletionStage<Generation> generation = begin(context -> with(context, stop));

    assertThatThrownBy(() -> WritingHouse.join(generation)).hasCauseInstanceOf(Cancelled.class);
    assertThat(steps.get()).isLessThanOrEqualTo(51);
  }

  @Test
  void a_deadline_that_passes_ends_the_text() {
    AtomicLong now = new AtomicLong();
    AtomicInteger steps = new AtomicInteger();
    house.loader.watch(
        run -> {
          if (steps.incrementAndGet() == 50) {
            now.set(Duration.ofSeconds(2).toNanos());
          }
        });
    CompletionStage<Generation> generation =
        begin(context -> with(context, Deadline.after(Duration.ofSeconds(1), now::get)));

    assertThatThrownBy(() -> WritingHouse.join(generation))
        .hasCauseInstanceOf(DeadlineExceeded.class);
    assertThat(house.written()).isPositive().isLessThan(MUCH);
  }

  @Test
  void a_reader_that_does_not_read_is_waited_for_and_nothing_is_written_meanwhile()
      throws InterruptedException {
    Reader reader = new Reader(3);
    CompletionStage<Generation> generation =
        house.tasks.generate(
            new GenerationRequest(context(), List.of(PROMPT), endless(20), Optional.of(reader)));

    reader.await(3);
    int written = house.written();
    assertThat(reader.pieces()).hasSize(3);
    house.write("gpt", PROMPT, endless(5)); // goes on beside it
    assertThat(house.written()).isEqualTo(written + 5);
    assertThat(reader.pieces()).hasSize(3);
    reader.goOn();

    assertThat(WritingHouse.join(generation).usage().completionTokens()).isEqualTo(20);
    assertThat(reader.text(0)).hasSize(20);
  }

  @Test
  void others_run_between_the_steps_of_a_long_text() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(20);
    house.loader.watch(run -> begun.countDown());
    StopSignal stop = StopSignal.create();
    CompletionStage<Generation> endless = begin(context -> with(context, stop));
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

    for (int i = 0; i < 10; i++) {
      house.write("gpt", PROMPT, endless(3));
    }

    assertThat(endless.toCompletableFuture().isDone()).isFalse();
    stop.raise(new Cancelled("enough"));
    assertThatThrownBy(() -> WritingHouse.join(endless)).hasCauseInstanceOf(Cancelled.class);
  }

  @Test
  void a_version_stays_until_its_texts_are_written_and_new_ones_go_to_the_next()
      throws InterruptedException {
    Reader reader = new Reader(3);
    CompletionStage<Generation> generation =
        house.tasks.generate(
            new GenerationRequest(context(), List.of(PROMPT), endless(12), Optional.of(reader)));
    reader.await(3);

    house.serve("gpt"); // loads it anew, beside the one that writes
    Generation other = house.write("gpt", PROMPT, endless(12));
    reader.goOn();

    assertThat(WritingHouse.join(generation).usage().completionTokens()).isEqualTo(12);
    assertThat(reader.text(0)).isEqualTo(other.choices().getFirst().text());
  }

  @Test
  void what_was_begun_is_finished_while_the_service_drains_and_nothing_new_begins()
      throws InterruptedException {
    Reader reader = new Reader(3);
    CompletionStage<Generation> generation =
        house.tasks.generate(
            new GenerationRequest(context(), List.of(PROMPT), endless(12), Optional.of(reader)));
    reader.await(3);

    house.inference.stopAdmitting();
    CompletionStage<?> unloaded = house.host.unload("gpt");
    assertThat(refusal(begin(UnaryOperator.identity())))
        .isInstanceOfAny(Overloaded.class, NotFound.class);
    assertThat(unloaded.toCompletableFuture().isDone()).isFalse();
    reader.goOn();

    assertThat(WritingHouse.join(generation).usage().completionTokens()).isEqualTo(12);
    WritingHouse.join(unloaded.thenApply(ended -> true));
  }

  @Test
  void steps_of_texts_that_are_equally_long_are_joined_where_the_model_joins(@TempDir Path root)
      throws InterruptedException {
    try (WritingHouse joining =
        WritingHouse.of(
            root,
            "gpt",
            """
            task: text-generation
            preprocess: {tokenizer: tokenizer.json}
            postprocess: {end: none, context: 12, slide: true, temperature: 0}
            batching: {max-rows: 8, max-delay: 500ms, join: always}
            instances: 1
            """)) {
      AtomicLong rows = new AtomicLong();
      joining.loader.watch(run -> rows.accumulateAndGet(run.extent("input_ids", 0), Math::max));

      List<CompletableFuture<Generation>> together = new ArrayList<>();
      List<TensorScope> own = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        TensorScope scope = joining.memory.open();
        own.add(scope);
        together.add(
            joining
                .tasks
                .generate(
                    new GenerationRequest(
                        WritingHouse.context("gpt", scope, StopSignal.never()),
                        List.of(PROMPT),
                        new SettingsOf().maxTokens(20).build(),
                        Optional.empty()))
                .toCompletableFuture());
      }
      List<String> texts =
          together.stream()
              .map(each -> WritingHouse.join(each).choices().getFirst().text())
              .toList();
      own.forEach(TensorScope::close);

      assertThat(rows.get()).isGreaterThan(1);
      assertThat(texts).containsOnly(texts.getFirst());
      assertThat(joining.write("gpt", PROMPT, new SettingsOf().maxTokens(20).build()))
          .extracting(each -> each.choices().getFirst().text())
          .isEqualTo(texts.getFirst());
    }
  }

  @Test
  void a_context_that_does_not_slide_bounds_what_is_asked_for(@TempDir Path root) {
    try (WritingHouse fixed =
        WritingHouse.ofGpt(root, "{end: none, context: 12, temperature: 0}")) {
      assertThat(fixed.write("gpt", PROMPT, GenerationSettings.DEFAULT).usage())
          .isEqualTo(new Usage(3, 9));
      assertThatThrownBy(() -> fixed.write("gpt", PROMPT, new SettingsOf().maxTokens(10).build()))
          .hasMessageContaining("12 positions; the prompt takes 3")
          .hasMessageContaining("10 more");
    }
  }

  private CompletionStage<Generation> begin(UnaryOperator<TaskContext> change) {
    return house.tasks.generate(
        new GenerationRequest(
            change.apply(context()), List.of(PROMPT), endless(MUCH), Optional.empty()));
  }

  private TaskContext context() {
    TensorScope scope = house.memory.open();
    scopes.add(scope);
    return WritingHouse.context("gpt", scope, StopSignal.never());
  }

  private static GenerationSettings endless(int tokens) {
    return new SettingsOf().maxTokens(tokens).bias(2, -100).build();
  }

  private static TaskContext with(TaskContext context, StopSignal stop) {
    return new TaskContext(
        context.model(), context.scope(), context.deadline(), context.priority(), stop);
  }

  private static TaskContext with(TaskContext context, Deadline deadline) {
    return new TaskContext(
        Optional.of(ModelReference.latest("gpt")),
        context.scope(),
        deadline,
        context.priority(),
        context.stop());
  }

  private static Throwable refusal(CompletionStage<Generation> generation) {
    return WritingHouse.join(
        generation.handle(
            (answer, failure) -> failure instanceof Fault ? failure : failure.getCause()));
  }
}
