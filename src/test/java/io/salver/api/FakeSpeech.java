package io.salver.api;

import io.salver.fault.Fault;
import io.salver.model.ModelId;
import io.salver.task.ClassScore;
import io.salver.task.PairRequest;
import io.salver.task.Verification;
import io.salver.task.speech.SoundClasses;
import io.salver.task.speech.SoundRequest;
import io.salver.task.speech.Speech;
import io.salver.task.speech.SpeechRequest;
import io.salver.task.speech.SpeechService;
import io.salver.task.speech.StreamRequest;
import io.salver.task.speech.Transcription;
import io.salver.task.speech.Transcription.Segment;
import io.salver.task.speech.Transcription.Word;
import io.salver.task.speech.TranscriptionListener;
import io.salver.task.speech.TranscriptionRequest;
import io.salver.task.speech.TranscriptionStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hears the words that a file consists of, a segment for each line; fails as {@link FakeTasks}
 * says. A stream hears {@code n bytes} and has room for one message, until {@link Stream#makeRoom}.
 */
public final class FakeSpeech implements SpeechService {

  private final FakeTasks tasks = new FakeTasks();
  private final List<Stream> streams = new CopyOnWriteArrayList<>();

  /** What is the same for pictures and sounds. */
  public FakeTasks tasks() {
    return tasks;
  }

  /** The streams that were begun. */
  public List<Stream> streams() {
    return streams;
  }

  @Override
  public CompletionStage<Transcription> transcribe(TranscriptionRequest request) {
    return tasks.answer(
        request.context(),
        List.of(request.sound()),
        model -> heard(model, FakeTasks.text(request.sound()), request.beam().orElse(1)));
  }

  @Override
  public TranscriptionStream stream(StreamRequest request, TranscriptionListener listener) {
    Stream stream = new Stream(request, listener);
    streams.add(stream);
    return stream;
  }

  @Override
  public CompletionStage<SoundClasses> classify(SoundRequest request) {
    return tasks.answer(
        request.context(),
        List.of(request.sound()),
        model ->
            new SoundClasses(
                model,
                1.5,
                List.of(
                    new ClassScore(
                        4,
                        FakeTasks.text(request.sound()) + " top " + request.topK().orElse(-1),
                        0.5f)),
                FakeTasks.TIMES));
  }

  @Override
  public CompletionStage<Verification> verify(PairRequest request) {
    return tasks.verify(request);
  }

  @Override
  public CompletionStage<Speech> speak(SpeechRequest request) {
    int samples = (int) Math.round(request.text().length() * 100 / request.speed());
    return tasks.answer(
        request.context(),
        List.of(),
        model -> new Speech(model, wave(samples), 8000, FakeTasks.TIMES));
  }

  /** Half a second for each word, and two seconds of silence after every line. */
  private static Transcription heard(ModelId model, String text, int beam) {
    List<Segment> segments = new ArrayList<>();
    double at = 0;
    for (String line : text.lines().toList()) {
      double start = at;
      List<Word> words = new ArrayList<>();
      for (String word : line.split(" ", -1)) {
        words.add(new Word(word, at, at + 0.5, 1.0 / beam));
        at += 0.5;
      }
      segments.add(new Segment(start, at, line, words, 0.5));
      at += 2;
    }
    return new Transcription(model, at, segments, FakeTasks.TIMES);
  }

  private static float[] wave(int length) {
    float[] samples = new float[length];
    for (int index = 0; index < length; index++) {
      samples[index] = (float) (0.5 * Math.sin(index * 0.3) + 0.1 * Math.sin(index * 1.7));
    }
    return samples;
  }

  /** A stream that was begun. Used by one thread at a time. */
  public static final class Stream implements TranscriptionStream {

    private final StreamRequest request;
    private final TranscriptionListener listener;
    private final List<Fault> cancelled = new CopyOnWriteArrayList<>();
    private volatile boolean hasRoom = true;
    private final AtomicInteger bytes = new AtomicInteger();

    Stream(StreamRequest request, TranscriptionListener listener) {
      this.request = request;
      this.listener = listener;
    }

    /** What was asked for. */
    public StreamRequest request() {
      return request;
    }

    /** Why it was told that its caller is gone. */
    public List<Fault> cancelled() {
      return cancelled;
    }

    /** Takes no more than one message until {@link Stream#makeRoom}. */
    public void fill() {
      hasRoom = false;
    }

    /** Takes messages again. */
    public void makeRoom() {
      hasRoom = true;
      listener.onReady();
    }

    /** Bytes that it was given. */
    public int bytes() {
      return bytes.get();
    }

    @Override
    public boolean accept(ByteBuffer samples) {
      listener.onPartial(bytes.addAndGet(samples.remaining()) + " bytes", "and more");
      return hasRoom;
    }

    @Override
    public void end() {
      listener.onEnd(heard(new ModelId("ears", 1), bytes + " bytes", 1));
    }

    @Override
    public void cancel(Fault why) {
      cancelled.add(why);
    }
  }
}
