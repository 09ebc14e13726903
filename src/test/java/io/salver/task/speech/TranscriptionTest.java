package io.salver.task.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.model.ModelId;
import io.salver.model.TextFiles;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Sample;
import io.salver.task.RecordedObservations;
import io.salver.task.speech.Transcription.Word;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TranscriptionTest {

  private final SpeechBench bench = new SpeechBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void writes_words_with_their_times() {
    LevelRecogniser.addTo(bench.models, 3, Map.of());
    Transcription said = transcribe("..aa.bb||.c.c....", OptionalInt.empty());
    assertThat(said.model()).isEqualTo(new ModelId(LevelRecogniser.NAME, 3));
    assertThat(said.text()).isEqualTo("ab cc");
    assertThat(said.seconds()).isEqualTo(17 * 0.02, within(1e-9));
    Word first = said.words().getFirst();
    assertThat(first.start()).isEqualTo(2 * 0.02, within(1e-9));
    assertThat(first.end()).isEqualTo(7 * 0.02, within(1e-9));
    double sure = Math.exp(6) / (Math.exp(6) + 5);
    assertThat(first.confidence()).isEqualTo(sure, within(1e-6));
    assertThat(said.segments()).hasSize(1);
    assertThat(said.times().runNanos()).isEqualTo(100);
    assertThat(said.times().decodeNanos()).isPositive();
  }

  @Test
  void length_and_level_of_the_sound_are_told_with_its_words() {
    LevelRecogniser.addTo(bench.models, 3, Map.of());
    transcribe("..aa.bb||.c.c....", OptionalInt.empty());
    Sample sample = bench.watched.only().sample();
    assertThat(RecordedObservations.number(sample.features(), "sound.seconds"))
        .isEqualTo(17 * 0.02, within(1e-9));
    assertThat(RecordedObservations.number(sample.features(), "sound.level"))
        .isBetween(-100.0, 0.0);
    assertThat(RecordedObservations.values(sample.predictions(), "word"))
        .containsExactly(new FeatureValue.Category("ab"), new FeatureValue.Category("cc"));
  }

  @Test
  void a_wide_beam_finds_the_same_where_the_model_is_sure() {
    LevelRecogniser.addTo(bench.models, 1, Map.of());
    Transcription said = transcribe("..aa.bb||.c.c....", OptionalInt.of(8));
    assertThat(said.text()).isEqualTo("ab cc");
    assertThat(said.words().getFirst().start()).isEqualTo(2 * 0.02, within(1e-9));
    assertThat(said.words().getFirst().end()).isEqualTo(7 * 0.02, within(1e-9));
  }

  @Test
  void only_words_of_the_list_are_found_where_there_is_one() {
    LevelRecogniser.addTo(
        bench.models,
        1,
        Map.of("beam", 16, "words", "words.txt"),
        Map.of(TextFiles.WORDS, List.of("ab", "cd")),
        LevelRecogniser::run);
    assertThat(transcribe("aabb|ccaa....", OptionalInt.empty()).text()).isEqualTo("ab cd");
  }

  @Test
  void windows_that_are_joined_say_what_the_whole_says() {
    Random random = new Random(5);
    for (int round = 0; round < 20; round++) {
      StringBuilder symbols = new StringBuilder();
      for (int i = 0; i < 200 + random.nextInt(300); i++) {
        String symbol = "abcd|....".charAt(random.nextInt(9)) + "";
        symbols.append(symbol.repeat(1 + random.nextInt(4)));
      }
      LevelRecogniser.addTo(bench.models, 1, Map.of());
      Transcription whole = transcribe(symbols.toString(), OptionalInt.empty());
      LevelRecogniser.addTo(bench.models, 1, Map.of("window", "2s", "overlap", "400ms"));
      int runs = bench.models.requests().size();
      Transcription joined = transcribe(symbols.toString(), OptionalInt.empty());
      assertThat(joined.text()).isEqualTo(whole.text());
      assertThat(joined.words()).isEqualTo(whole.words());
      assertThat(joined.segments().size()).isGreaterThan(3);
      assertThat(joined.segments().getLast().end()).isEqualTo(joined.seconds());
      assertThat(bench.models.requests().size() - runs).isLessThan(joined.segments().size());
    }
  }

  @Test
  void silence_has_no_words() {
    LevelRecogniser.addTo(bench.models, 1, Map.of());
    Transcription said = transcribe("....", OptionalInt.empty());
    assertThat(said.text()).isEmpty();
    assertThat(said.words()).isEmpty();
  }

  @Test
  void what_is_no_number_is_a_failure_of_the_model() {
    LevelRecogniser.addTo(
        bench.models,
        1,
        Map.of(),
        Map.of(),
        (_, scope) -> {
          Tensor.Dense scores = scope.allocate(DataType.FP32, Shape.of(1, 1, 6));
          scores.view().asFloatBuffer().put(new float[] {0, 0, 0, 0, Float.NaN, 0});
          return Tensors.of("scores", scores);
        });
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> transcribe("a", OptionalInt.empty()))
        .withMessage("the model gave NaN in 'scores' at place 4");
  }

  @Test
  void the_next_version_answers_where_the_first_was_unloaded_before_it_ran() {
    LevelRecogniser.addTo(bench.models, 1, Map.of());
    boolean[] replaced = {false};
    bench.models.beforeRun(
        () -> {
          if (!replaced[0]) {
            replaced[0] = true;
            LevelRecogniser.addTo(bench.models, 2, Map.of());
          }
        });
    assertThat(transcribe("a.b", OptionalInt.empty()).model().version()).isEqualTo(2);
  }

  @Test
  void a_request_without_a_model_for_it_says_so() {
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> transcribe("a", OptionalInt.empty()))
        .withMessage("no model for speech-recognition is ready");
  }

  @Test
  void a_beam_without_width_is_refused() {
    LevelRecogniser.addTo(bench.models, 1, Map.of());
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> transcribe("a", OptionalInt.of(0)))
        .withMessage("beam must be 1 to 1024, not 0");
  }

  @Test
  void a_deadline_that_has_passed_stops_it() {
    LevelRecogniser.addTo(bench.models, 1, Map.of());
    assertThatExceptionOfType(DeadlineExceeded.class)
        .isThrownBy(
            () ->
                bench.answer(
                    Deadline.after(Duration.ZERO, Ticker.SYSTEM),
                    StopSignal.never(),
                    context ->
                        bench.tasks.transcribe(
                            new TranscriptionRequest(
                                context,
                                SpeechBench.file(LevelRecogniser.wav("ab")),
                                OptionalInt.empty()))));
  }

  @Test
  void a_caller_who_leaves_between_two_windows_stops_it() {
    LevelRecogniser.addTo(bench.models, 1, Map.of("window", "1s", "overlap", "200ms"));
    StopSignal stop = StopSignal.create();
    bench.models.beforeRun(() -> stop.raise(new Cancelled("the caller is gone")));
    assertThatExceptionOfType(Cancelled.class)
        .isThrownBy(
            () ->
                bench.answer(
                    Deadline.none(),
                    stop,
                    context ->
                        bench.tasks.transcribe(
                            new TranscriptionRequest(
                                context,
                                SpeechBench.file(LevelRecogniser.wav("ab..".repeat(100))),
                                OptionalInt.empty()))));
    assertThat(bench.models.requests()).hasSize(1);
  }

  private Transcription transcribe(String symbols, OptionalInt beam) {
    return bench.answer(
        context ->
            bench.tasks.transcribe(
                new TranscriptionRequest(
                    context, SpeechBench.file(LevelRecogniser.wav(symbols)), beam)));
  }
}
