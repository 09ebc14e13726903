package io.salver.task.speech;

import io.salver.fault.Fault;
import io.salver.fault.NotReady;
import io.salver.sound.SoundFiles;
import io.salver.sound.Waveform;
import io.salver.task.Runs;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.time.Ticker;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What the tasks of sounds work with. Thread-safe. */
record SpeechTools(
    TaskThreads threads, Runs runs, SoundFiles files, Watching watching, Ticker ticker) {

  /** Sounds that are shorter are padded with zeros: networks that stride would see nothing. */
  private static final double SHORTEST_SECONDS = 0.25;

  /** Decodes a file of the request. */
  Waveform decode(ByteBuffer file, int sampleRate, TaskContext context, Stopwatch watch) {
    Waveform sound =
        files.read(
            file, sampleRate, context.scope(), () -> check(context, "the sound was decoded"));
    watch.lap(Stopwatch.Part.DECODE);
    return sound;
  }

  /** Throws when nobody waits for the answer any more. */
  static void check(TaskContext context, String stage) {
    context.stop().check();
    context.deadline().check(stage);
  }

  /**
   * The row of the samples from {@code from} to {@code to}; where rows have no fixed length, and
   * those are too few for a network, with zeros behind them.
   */
  static SoundPreparation.Row row(SoundPreparation preparation, Waveform sound, int from, int to) {
    float[] part = Arrays.copyOfRange(sound.samples(), from, to);
    return preparation.row(part, (int) (SHORTEST_SECONDS * sound.sampleRate()));
  }

  /** The fault that another model, which {@code model.yaml} names, cannot be used now. */
  static Fault without(String key, Fault fault) {
    return new NotReady("the model that %s names: %s".formatted(key, fault.explanation()));
  }
}
