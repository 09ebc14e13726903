package io.salver.task.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.monitor.Observation;
import io.salver.serving.InferenceRequest;
import io.salver.sound.WaveWriter;
import io.salver.task.RecordedObservations;
import io.salver.task.TaskContext;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class StreamTest {

  private final SpeechBench bench = new SpeechBench();
  private final TensorScope scope = bench.pool.open();
  private final Heard heard = new Heard();

  @AfterEach
  void close() {
    bench.close();
    scope.close();
    assertThat(bench.pool.leasedBytes()).isZero();
  }

  @Test
  void a_stream_says_what_the_file_does_however_it_is_cut() {
    Random random = new Random(3);
    for (int round = 0; round < 8; round++) {
      String symbols = symbols(random, 400);
      LevelRecogniser.addTo(bench.models, 1, Map.of("window", "4s", "overlap", "400ms"));
      Heard heard = new Heard();
      TranscriptionStream stream = open(heard, StreamRequest.Encoding.PCM_16);
      byte[] bytes = pcm(symbols);
      for (int at = 0; at < bytes.length; ) {
        int size = Math.min(bytes.length - at, 1 + random.nextInt(6000));
        if (!stream.accept(ByteBuffer.wrap(bytes, at, size))) {
          heard.ready.acquireUninterruptibly();
        }
        at += size;
      }
      stream.end();
      Transcription said = heard.end.join();
      Transcription whole = transcribe(symbols);
      assertThat(said.text()).isEqualTo(whole.text());
      assertThat(said.words()).isEqualTo(whole.words());
      assertThat(said.seconds()).isEqualTo(whole.seconds());
      assertThat(heard.partials).isNotEmpty();
      String before = "";
      for (String stable : heard.partials) {
        assertThat(stable).startsWith(before);
        before = stable;
      }
      assertThat(said.text()).startsWith(before);
      List<Double> levels = levels();
      assertThat(levels.getFirst()).isBetween(-60.0, 0.0);
      assertThat(levels.getFirst()).isCloseTo(levels.getLast(), within(0.01));
    }
  }

  /** Of the stream and of the file that were read last. */
  private List<Double> levels() {
    List<Observation> all = bench.watched.all();
    return all.subList(all.size() - 2, all.size()).stream()
        .map(each -> RecordedObservations.number(each.sample().features(), "sound.level"))
        .toList();
  }

  @Test
  void samples_of_another_rate_are_resampled() {
    LevelRecogniser.addTo(bench.models, 1, Map.of());
    TaskContext context = context();
    TranscriptionStream stream =
        bench.tasks.stream(
            new StreamRequest(context, StreamRequest.Encoding.FLOAT_32, 16_000), heard);
    float[] samples = LevelRecogniser.samples("....aaaa....bbbb....");
    ByteBuffer twice = ByteBuffer.allocate(samples.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      twice.putFloat(sample).putFloat(sample);
    }
    stream.accept(twice.flip());
    stream.end();
    Transcription said = heard.end.join();
    assertThat(said.text()).isEqualTo("ab");
    assertThat(said.seconds()).isEqualTo(0.4);
  }

  @Test
  void a_caller_who_is_faster_than_the_model_is_told_to_wait() {
    LevelRecogniser.addTo(bench.models, 1, Map.of("window", "1s", "overlap", "200ms"));
    CountDownLatch go = new CountDownLatch(1);
    bench.models.beforeRun(
        () -> {
          try {
            go.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });
    TranscriptionStream stream = open(heard, StreamRequest.Encoding.PCM_16);
    byte[] second = pcm("ab".repeat(25));
    assertThat(stream.accept(ByteBuffer.wrap(second))).isTrue();
    assertThat(stream.accept(ByteBuffer.wrap(second))).isTrue();
    assertThat(stream.accept(ByteBuffer.wrap(second))).isFalse();
    go.countDown();
    heard.ready.acquireUninterruptibly();
    stream.accept(ByteBuffer.wrap(second));
    stream.end();
    assertThat(heard.end.join().seconds()).isEqualTo(4);
  }

  @Test
  void a_caller_who_does_not_wait_is_refused() {
    LevelRecogniser.addTo(bench.models, 1, Map.of("window", "1s", "overlap", "200ms"));
    CountDownLatch go = new CountDownLatch(1);
    bench.models.beforeRun(
        () -> {
          try {
            go.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });
    TranscriptionStream stream = open(heard, StreamRequest.Encoding.PCM_16);
    byte[] second = pcm("ab".repeat(25));
    for (int i = 0; i < 4; i++) {
      stream.accept(ByteBuffer.wrap(second));
    }
    go.countDown();
    assertThat(heard.failure.join()).isInstanceOf(Overloaded.class);
  }

  @Test
  void a_stream_without_samples_is_refused() {
    LevelRecogniser.addTo(bench.models, 1, Map.of());
    open(heard, StreamRequest.Encoding.PCM_16).end();
    assertThat(heard.failure.join())
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the stream ended without samples");
  }

  @Test
  void what_is_no_number_is_refused() {
    LevelRecogniser.addTo(bench.models, 1, Map.of());
    TranscriptionStream stream = open(heard, StreamRequest.Encoding.FLOAT_32);
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    stream.accept(bytes.putFloat(Float.NaN).flip());
    assertThat(heard.failure.join())
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the sound has the sample NaN; expected -1 to 1");
  }

  @Test
  void a_failure_of_the_model_ends_it() {
    LevelRecogniser.addTo(bench.models, 1, Map.of());
    BackendFailure broken = new BackendFailure("broken");
    bench.models.failNext(broken);
    TranscriptionStream stream = open(heard, StreamRequest.Encoding.PCM_16);
    stream.accept(ByteBuffer.wrap(pcm("ab")));
    stream.end();
    assertThat(heard.failure.join()).isSameAs(broken);
  }

  @Test
  void it_goes_on_with_the_next_version_that_is_used_in_the_same_way() {
    Map<String, Object> settings = Map.of("window", "1s", "overlap", "200ms");
    LevelRecogniser.addTo(bench.models, 1, settings);
    TranscriptionStream stream = open(heard, StreamRequest.Encoding.PCM_16);
    LevelRecogniser.addTo(bench.models, 2, settings);
    stream.accept(ByteBuffer.wrap(pcm("a.b.".repeat(10))));
    stream.end();
    Transcription said = heard.end.join();
    assertThat(said.text()).isEqualTo("ab".repeat(10));
    assertThat(said.model().version()).isEqualTo(2);
  }

  @Test
  void nothing_is_told_after_it_was_cancelled() {
    LevelRecogniser.addTo(bench.models, 1, Map.of());
    TranscriptionStream stream = open(heard, StreamRequest.Encoding.PCM_16);
    stream.accept(ByteBuffer.wrap(pcm("ab")));
    stream.cancel(new Cancelled("the caller is gone"));
    stream.end();
    assertThat(stream.accept(ByteBuffer.wrap(pcm("ab")))).isFalse();
    bench.threads.close();
    assertThat(heard.end).isNotDone();
    assertThat(heard.failure).isNotDone();
  }

  private TranscriptionStream open(Heard listener, StreamRequest.Encoding encoding) {
    return bench.tasks.stream(
        new StreamRequest(context(), encoding, LevelRecogniser.RATE), listener);
  }

  private TaskContext context() {
    return new TaskContext(
        Optional.empty(), scope, Deadline.none(), InferenceRequest.ORDINARY, StopSignal.never());
  }

  private Transcription transcribe(String symbols) {
    try (TensorScope own = bench.pool.open()) {
      TaskContext context =
          new TaskContext(
              Optional.empty(),
              own,
              Deadline.none(),
              InferenceRequest.ORDINARY,
              StopSignal.never());
      return bench
          .tasks
          .transcribe(
              new TranscriptionRequest(
                  context, SpeechBench.file(LevelRecogniser.wav(symbols)), OptionalInt.empty()))
          .toCompletableFuture()
          .join();
    }
  }

  private static String symbols(Random random, int count) {
    StringBuilder symbols = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int symbol = random.nextInt(9);
      symbols.repeat("abcd|....".charAt(symbol), 1 + random.nextInt(4));
    }
    return symbols.toString();
  }

  private static byte[] pcm(String symbols) {
    float[] samples = LevelRecogniser.samples(symbols);
    ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    WaveWriter.pcm(samples, 0, samples.length, bytes);
    return bytes.array();
  }

  /** Keeps what it hears. */
  private static final class Heard implements TranscriptionListener {

    private final List<String> partials = new CopyOnWriteArrayList<>();
    private final Semaphore ready = new Semaphore(0);
    private final CompletableFuture<Transcription> end = new CompletableFuture<>();
    private final CompletableFuture<Fault> failure = new CompletableFuture<>();

    @Override
    public void onPartial(String stable, String tentative) {
      partials.add(stable);
    }

    @Override
    public void onReady() {
      ready.release();
    }

    @Override
    public void onEnd(Transcription transcription) {
      end.complete(transcription);
    }

    @Override
    public void onFailure(Fault fault) {
      failure.complete(fault);
    }
  }
}
