package io.salver.task.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotReady;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.sound.WaveWriter;
import io.salver.task.ClassScore;
import io.salver.task.FakeTaskModels;
import io.salver.task.PairRequest;
import io.salver.task.TaskName;
import io.salver.task.Verification;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Classes, voices, speech and decoders that attend, on models that are arithmetic. */
final class SoundTasksTest {

  private static final int RATE = 8_000;
  private static final long ANY = Shape.ANY;

  private final SpeechBench bench = new SpeechBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void scores_of_the_windows_of_a_long_sound_are_averaged() {
    bench.models.put(
        "loudness",
        1,
        FakeTaskModels.spec(
            TaskName.AUDIO_CLASSIFICATION,
            Map.of("sample-rate", RATE, "length", 4000),
            Map.of("labels", "labels.txt", "top-k", 2)),
        new TextFiles(Map.of(TextFiles.LABELS, List.of("soft", "loud"))),
        signature(List.of(floats("sound", ANY, ANY)), floats("scores", ANY, 2)),
        (inputs, scope) -> {
          float[] sound = TensorValues.floats(inputs.get("sound"));
          int rows = sound.length / 4000;
          float[] scores = new float[rows * 2];
          for (int row = 0; row < rows; row++) {
            scores[row * 2 + 1] = sound[row * 4000];
            scores[row * 2] = 1 - scores[row * 2 + 1];
          }
          return output(scope, "scores", Shape.of(rows, 2), scores);
        });
    float[] sound = new float[8000];
    Arrays.fill(sound, 4000, 8000, 0.75f);
    // Windows begin at 0, 2000 and 4000: two are silent in their first sample.
    SoundClasses classes =
        bench.answer(
            context ->
                bench.tasks.classify(
                    new SoundRequest(
                        context,
                        SpeechBench.file(WaveWriter.write(sound, RATE)),
                        OptionalInt.empty())));
    assertThat(classes.seconds()).isEqualTo(1);
    assertThat(classes.best())
        .containsExactly(new ClassScore(0, "soft", 0.75f), new ClassScore(1, "loud", 0.25f));
    assertThat(bench.models.requests()).hasSize(1);
    assertThat(bench.watched.only().sample().embeddings().get("scores"))
        .containsExactly(0.75f, 0.25f);
  }

  @Test
  void voices_are_compared_by_the_cosine_of_their_vectors() {
    bench.models.put(
        "voices",
        1,
        FakeTaskModels.spec(
            TaskName.SPEAKER_EMBEDDING, Map.of("sample-rate", RATE), Map.of("threshold", 0.7)),
        TextFiles.NONE,
        signature(List.of(floats("sound", ANY, ANY)), floats("vector", ANY, 2)),
        (inputs, scope) -> {
          float[] sound = TensorValues.floats(inputs.get("sound"));
          return output(scope, "vector", Shape.of(1, 2), sound[0], sound[1]);
        });
    Verification different = verify(new float[] {0.5f, 0}, new float[] {0, 0.25f});
    assertThat(different.similarity()).isEqualTo(0, within(1e-6));
    assertThat(different.isSame()).isFalse();
    Verification same = verify(new float[] {0.5f, 0.5f}, new float[] {0.25f, 0.25f});
    assertThat(same.similarity()).isEqualTo(1, within(1e-6));
    assertThat(same.isSame()).isTrue();
    assertThat(same.threshold()).isEqualTo(0.7);
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(
            () ->
                bench.answer(
                    context ->
                        bench.tasks.verify(
                            new PairRequest(
                                context,
                                SpeechBench.file(WaveWriter.write(new float[] {0, 1}, RATE)),
                                SpeechBench.file(new byte[] {1, 2, 3}),
                                OptionalDouble.empty()))))
        .withMessageStartingWith("the second sound: expected a sound as WAV, FLAC, MP3");
  }

  @Test
  void a_text_becomes_a_sound_part_by_part_and_is_not_clipped() {
    voice(Map.of("max-characters", 12), Map.of("kind", "waveform", "sample-rate", RATE), 3f);
    Speech speech = speak("Ab ba. Bb  aa!", 1);
    assertThat(speech.sampleRate()).isEqualTo(RATE);
    // 6 and 6 characters of 100 samples each, and a pause.
    assertThat(speech.samples()).hasSize(1200 + 1200);
    assertThat(speech.samples()[0]).isEqualTo(0.99f);
    assertThat(speech.samples()[650]).isZero();
    assertThat(bench.models.requests()).hasSize(2);
  }

  @Test
  void characters_that_cannot_be_said_are_named() {
    voice(Map.of(), Map.of("kind", "waveform"), 0.5f);
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> speak("ab €x", 1))
        .withMessage("the model cannot say ['€', 'x']");
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> speak(" \n", 1))
        .withMessage("the text is empty; there is nothing to say");
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> speak("ab", 5))
        .withMessage("speed must be 0.25 to 4.0, not 5.0");
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> speak("ab", 2))
        .withMessage("the model has one speed; it cannot speak at 2.0");
  }

  @Test
  void a_spectrogram_becomes_a_sound() {
    bench.models.put(
        "voice",
        1,
        FakeTaskModels.spec(
            TaskName.TEXT_TO_SPEECH,
            Map.of("symbols", "symbols.txt"),
            Map.of("sample-rate", RATE, "iterations", 2, "mel", Map.of("high", 4000))),
        new TextFiles(Map.of(TextFiles.SYMBOLS, List.of("a", "b"))),
        signature(
            List.of(new TensorSpec("text", DataType.INT64, Shape.of(1, ANY))),
            floats("mel", 1, ANY, 80)),
        (_, scope) -> output(scope, "mel", Shape.of(1, 20, 80), new float[20 * 80]));
    Speech speech = speak("ab", 1);
    assertThat(speech.samples()).hasSize(19 * 80);
    assertThat(speech.times().postprocessNanos()).isPositive();
  }

  @Test
  void a_decoder_that_attends_says_one_token_after_the_other() {
    attention(3);
    assertThat(transcribe().text()).isEqualTo("hé llo");
  }

  @Test
  void a_decoder_that_does_not_end_is_ended() {
    attention(100);
    assertThat(transcribe().text()).isEqualTo("hé llollollo");
  }

  @Test
  void a_decoder_that_is_not_there_is_no_fault_of_the_caller() {
    attention(3);
    bench.models.remove("decoder");
    assertThatExceptionOfType(NotReady.class)
        .isThrownBy(this::transcribe)
        .withMessageStartingWith("the model that postprocess.model names: there is no model");
  }

  @Test
  void what_the_model_cannot_give_is_said_when_it_is_loaded() {
    SpeechCheck check = new SpeechCheck();
    Signature signature =
        signature(List.of(floats("sound", ANY, ANY)), floats("scores", ANY, ANY, 3));
    TextFiles texts = new TextFiles(Map.of(TextFiles.VOCABULARY, List.of("-", "a")));
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(
            () ->
                check.check(
                    TaskName.SPEECH_RECOGNITION,
                    FakeTaskModels.spec(TaskName.SPEECH_RECOGNITION, Map.of(), Map.of("beam", 4)),
                    texts,
                    signature))
        .withMessage(
            "model.yaml: postprocess.vocabulary has 2 symbols, and output 'scores' is [-1, -1, 3]");
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(
            () ->
                check.check(
                    TaskName.SPEECH_RECOGNITION,
                    FakeTaskModels.spec(
                        TaskName.SPEECH_RECOGNITION, Map.of("features", "mel"), Map.of()),
                    texts,
                    signature))
        .withMessageContaining("preprocess.features needs an input of FP32 [n, frames, features]");
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(
            () ->
                check.check(
                    TaskName.SPEECH_RECOGNITION,
                    FakeTaskModels.spec(
                        TaskName.SPEECH_RECOGNITION, Map.of("sampel-rate", 8000), Map.of()),
                    texts,
                    signature))
        .withMessageContaining("the nearest known one is 'preprocess.sample-rate'");
  }

  private Verification verify(float[] first, float[] second) {
    return bench.answer(
        context ->
            bench.tasks.verify(
                new PairRequest(
                    context,
                    SpeechBench.file(WaveWriter.write(first, RATE)),
                    SpeechBench.file(WaveWriter.write(second, RATE)),
                    OptionalDouble.empty())));
  }

  private void voice(Map<String, Object> more, Map<String, Object> postprocess, float loudness) {
    Map<String, Object> preprocess = new HashMap<>(more);
    preprocess.put("symbols", "symbols.txt");
    bench.models.put(
        "voice",
        1,
        FakeTaskModels.spec(TaskName.TEXT_TO_SPEECH, preprocess, postprocess),
        new TextFiles(Map.of(TextFiles.SYMBOLS, List.of("a", "b", " ", ".", "!"))),
        signature(
            List.of(new TensorSpec("text", DataType.INT64, Shape.of(1, ANY))),
            floats("samples", 1, ANY)),
        (inputs, scope) -> {
          float[] samples = new float[100 * TensorValues.longs(inputs.get("text")).length];
          Arrays.fill(samples, loudness);
          return output(scope, "samples", Shape.of(1, samples.length), samples);
        });
  }

  private Speech speak(String text, double speed) {
    return bench.answer(context -> bench.tasks.speak(new SpeechRequest(context, text, speed)));
  }

  /** An encoder, and a decoder that says tokens 2 and 3 and then, after so many, the end. */
  private void attention(int tokens) {
    bench.models.put(
        "encoder",
        1,
        FakeTaskModels.spec(
            TaskName.SPEECH_RECOGNITION,
            Map.of("sample-rate", RATE),
            Map.of(
                "decoder",
                "attention",
                "model",
                "decoder",
                "tokens",
                "tokens.txt",
                "start",
                List.of(0),
                "end",
                1,
                "max-tokens",
                5)),
        new TextFiles(Map.of(TextFiles.TOKENS, List.of("<|start|>", "<|end|>", "hÃ©Ġ", "llo"))),
        signature(List.of(floats("sound", ANY, ANY)), floats("encoded", ANY, ANY, 2)),
        (_, scope) -> output(scope, "encoded", Shape.of(1, 1, 2), 0, 0));
    bench.models.put(
        "decoder",
        1,
        ModelSpec.DEFAULT,
        TextFiles.NONE,
        new Signature(
            List.of(
                new TensorSpec("tokens", DataType.INT64, Shape.of(ANY, ANY)),
                floats("encoded", ANY, ANY, 2)),
            List.of(floats("logits", ANY, ANY, 4))),
        (inputs, scope) -> {
          int count = TensorValues.longs(inputs.get("tokens")).length;
          float[] logits = new float[count * 4];
          int next = count == 1 ? 2 : count < tokens ? 3 : 1;
          logits[(count - 1) * 4 + next] = 5;
          return output(scope, "logits", Shape.of(1, count, 4), logits);
        });
  }

  private Transcription transcribe() {
    return bench.answer(
        context ->
            bench.tasks.transcribe(
                new TranscriptionRequest(
                    context,
                    SpeechBench.file(WaveWriter.write(new float[800], RATE)),
                    OptionalInt.empty())));
  }

  private static Signature signature(List<TensorSpec> inputs, TensorSpec output) {
    return new Signature(inputs, List.of(output));
  }

  private static TensorSpec floats(String name, long... shape) {
    return new TensorSpec(name, DataType.FP32, Shape.of(shape));
  }

  private static Tensors output(TensorScope scope, String name, Shape shape, float... values) {
    Tensor.Dense tensor = TensorValues.floats(scope, shape, values);
    return Tensors.of(name, tensor);
  }
}
