package io.salver.task.speech;

import io.salver.monitor.Sample;
import io.salver.sound.MelSettings;
import io.salver.sound.Waveform;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.Watching;
import io.salver.task.speech.SoundPreparation.Row;
import io.salver.task.speech.Transcription.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream in windows whose length is what has come: each begins half an overlap before what
 * is settled, and settles all but its end, as far as it sees a pause there. So every frame is
 * judged with half an overlap of sound on both sides, where there is one. {@link #from}, {@link
 * #isEnough} and {@link #next} are called under the owner's lock, {@link #read} and what follows by
 * one thread at a time.
 */
final class StreamSearch {

  private final SpeechTools tools;
  private final TaskContext context;
  private final StreamVersion version;
  private final SpeechPlan.Recognise plan;
  private final Recognition.Ctc ctc;
  private final int frame;
  private final int length;
  private final int overlap;
  private final CtcSearch search;
  private final WindowJoiner joiner;
  private final Spelling spelling;
  private final Stopwatch watch;
  private final SoundLevel level;

  /** Written while nothing is read, or by whoever reads; read under the owner's lock. */
  private volatile long settled;

  private volatile long lastEnd;
  private List<Emission> tail = List.of();
  private double seconds;

  /** The end of what {@link #level} is of. */
  private long levelled;

  StreamSearch(
      SpeechTools tools,
      TaskContext context,
      StreamVersion version,
      SpeechPlan.Recognise plan,
      Recognition.Ctc ctc) {
    this.tools = tools;
    this.context = context;
    this.version = version;
    this.plan = plan;
    this.ctc = ctc;
    this.frame = CtcReading.frameSamples(plan, ctc);
    this.length = CtcReading.windowSamples(plan, ctc);
    this.overlap =
        Math.max(
            2 * frame,
            Math.min(MelSettings.samples(ctc.overlap(), sampleRate()), length / 2)
                / (2 * frame)
                * (2 * frame));
    this.search = ctc.search(OptionalInt.empty());
    this.joiner = new WindowJoiner(search, ctc.vocabulary().blank());
    this.spelling = new Spelling(ctc.vocabulary(), ctc.frame().toNanos() * 1e-9);
    this.watch = new Stopwatch(tools.ticker());
    this.level = new SoundLevel(plan.preparation().input());
  }

  /** A part of the sound, whole frames from its beginning. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Window(float[] samples, long from, long to, boolean isLast) {}

  /** What was said up to now. */
  record Partial(String stable, String tentative) {}

  int sampleRate() {
    return plan.preparation().input().sampleRate();
  }

  int windowSamples() {
    return length;
  }

  /** The first sample that is still wanted. */
  long from() {
    return Math.max(0, settled - overlap / 2);
  }

  /** Whether another run would settle something, when so many samples have come. */
  boolean isEnough(long arrived) {
    long end = Math.min(arrived, from() + length);
    return end - settled >= overlap && end - lastEnd >= overlap / 2;
  }

  /** The next window; none where nothing has come at all. */
  @Nullable Window next(ArrivedSamples arrived, boolean complete) {
    if (arrived.end() == 0) {
      return null;
    }
    long from = from();
    long end = Math.min(arrived.end(), from + length);
    boolean last = complete && end == arrived.end();
    if (!last) {
      end = from + (end - from) / frame * frame;
    }
    lastEnd = end;
    return new Window(arrived.copy(from, end), from, end, last);
  }

  /** Has the model run over a window, and settles what it can. */
  CompletionStage<Void> read(Window window) {
    Waveform sound = new Waveform(window.samples(), sampleRate());
    watch.idle();
    level.add(window.samples(), Math.clamp(levelled - window.from(), 0, window.samples().length));
    levelled = Math.max(levelled, window.to());
    Row row = SpeechTools.row(plan.preparation(), sound, 0, window.samples().length);
    return version
        .run(
            pinned ->
                tools
                    .runs()
                    .run(
                        pinned,
                        context,
                        watch,
                        scope -> plan.preparation().tensors(List.of(row), scope),
                        outputs -> CtcReading.Scores.of(outputs, ctc, 1)))
        .thenAccept(
            scores -> {
              settle(window, scores);
              watch.lap(Stopwatch.Part.POSTPROCESS);
            });
  }

  private void settle(Window window, CtcReading.Scores scores) {
    CtcFrames frames =
        scores.frames(0, new Windows.Window((int) window.from(), (int) window.to()), plan, ctc);
    seconds = (double) window.to() / sampleRate();
    if (window.isLast()) {
      joiner.accept(frames);
      joiner.finish();
      return;
    }
    long joint = joiner.acceptUntil(frames, overlap / frame);
    GreedySearch rest = new GreedySearch(ctc.vocabulary().blank());
    float[] row = new float[frames.symbols()];
    for (long each = joint; each < frames.end(); each++) {
      frames.logProbabilities(each, row);
      rest.accept(row);
    }
    tail =
        rest.best().stream()
            .map(
                each ->
                    new Emission(
                        each.symbol(),
                        each.first() + joint,
                        each.last() + joint,
                        each.logProbability()))
            .toList();
    // A model that gives fewer frames than the window has must not stop the stream.
    settled = Math.max(joint * frame, window.to() - overlap);
  }

  /** What was said up to now; words are stable once they have ended. */
  Partial partial() {
    List<Emission> best = search.best();
    List<Emission> sure = best.subList(0, Math.min(search.settled(), best.size()));
    List<Word> known = spelling.words(sure, seconds);
    int stable = known.size() - (spelling.hasEnded(sure) ? 0 : 1);
    List<Emission> all = new ArrayList<>(best);
    all.addAll(tail);
    List<Word> words = spelling.words(all, seconds);
    stable = Math.clamp(stable, 0, words.size());
    return new Partial(text(words.subList(0, stable)), text(words.subList(stable, words.size())));
  }

  /** The whole, once the last window was read. */
  Transcription transcription() {
    List<Word> words = spelling.words(search.best(), seconds);
    Transcription whole =
        new Transcription(
            Transcriber.id(version.pinned()),
            seconds,
            spelling.segments(words, joiner.joints(), seconds),
            watch.times());
    tools.watching().tell(whole.model(), context.id(), () -> List.of(seen(whole)));
    return whole;
  }

  private Watching.Seen seen(Transcription whole) {
    Sample.Builder sample = WatchedSound.of(whole.seconds(), level);
    WatchedSound.addWords(whole, sample);
    return new Watching.Seen(sample.build(), Optional.empty());
  }

  private static String text(List<Word> words) {
    return words.stream().map(Word::text).collect(Collectors.joining(" "));
  }
}
