package io.salver.sound;

import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read 10 s of sound as 16 kHz, and to make a mel spectrogram of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SoundBenchmark {

  private static final int TARGET = 16_000;

  /** Samples a second of the file. */
  @Param({"16000", "44100", "48000"})
  public int sampleRate;

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final SoundFiles files =
      new SoundFiles(List.of(), new Resamplers(), Duration.ofMinutes(1));
  private final MelSpectrogram spectrogram = new MelSpectrogram(MelSettings.DEFAULT, TARGET);
  private byte[] file = {};
  private float[] samples = {};

  @Setup
  public void write() {
    float[] sound = new float[10 * sampleRate];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (float) (0.5 * Math.sin(i * 0.05) + 0.3 * Math.sin(i * 0.31));
    }
    file = WaveWriter.write(sound, sampleRate);
    samples = read().samples();
  }

  /** Decodes and resamples. */
  @Benchmark
  public Waveform read() {
    try (TensorScope scope = pool.open()) {
      return files.read(ByteBuffer.wrap(file), TARGET, scope, () -> {});
    }
  }

  /** The spectrogram alone. */
  @Benchmark
  public float[] mel() {
    return spectrogram.of(samples);
  }
}
