package io.salver.sound;

import io.salver.fault.InvalidInput;
import io.salver.fault.TooLarge;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Mixes the channels of a sound to their mean, resamples it while it comes and keeps it; refuses
 * what no sound is. Confined.
 */
final class MonoRecorder implements SoundSink {

  private static final int LEAST_RATE = 1_000;
  private static final int GREATEST_RATE = 384_000;
  private static final int MOST_CHANNELS = 8;

  /** Beyond any scale in use; what is larger would overflow in a model. */
  private static final float LOUDEST = 65_536;

  private final int sampleRate;
  private final Duration longest;
  private final Resamplers resamplers;
  private final SampleStore store;
  private final Runnable checkpoint;

  private Resampler.@Nullable Stream resampled;
  private int channelCount;
  private long mostFrames;
  private long frameCount;
  private float[] mixed = new float[0];

  MonoRecorder(
      int sampleRate,
      Duration longest,
      Resamplers resamplers,
      SampleStore store,
      Runnable checkpoint) {
    this.sampleRate = sampleRate;
    this.longest = longest;
    this.resamplers = resamplers;
    this.store = store;
    this.checkpoint = checkpoint;
  }

  @Override
  public void begin(long rate, int channels, OptionalLong frames) {
    if (rate < LEAST_RATE || rate > GREATEST_RATE) {
      throw new InvalidInput(
          "has %d samples a second; %d to %d are read".formatted(rate, LEAST_RATE, GREATEST_RATE));
    }
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw new InvalidInput(
          "has %d channels; 1 to %d are read".formatted(channels, MOST_CHANNELS));
    }
    channelCount = channels;
    mostFrames = longest.toMillis() * rate / 1000;
    if (frames.isPresent() && frames.getAsLong() > mostFrames) {
      throw tooLong("lasts %.3f s".formatted((double) frames.getAsLong() / rate));
    }
    resampled = resamplers.between((int) rate, sampleRate).stream(store);
  }

  @Override
  public void accept(float[][] channels, int frames) {
    checkpoint.run();
    if (resampled == null) {
      throw new IllegalStateException("samples before the beginning");
    }
    if (frames > mostFrames - frameCount) {
      throw tooLong("lasts longer than it may");
    }
    if (mixed.length < frames) {
      mixed = new float[frames];
    }
    for (int i = 0; i < frames; i++) {
      mixed[i] = mean(channels, i);
    }
    frameCount += frames;
    resampled.accept(mixed, frames);
  }

  /** The sound, once all of it has come. */
  Waveform finish() {
    if (resampled == null || frameCount == 0) {
      throw new InvalidInput("holds no samples");
    }
    resampled.finish();
    return new Waveform(store.toArray(), sampleRate);
  }

  private float mean(float[][] channels, int frame) {
    double sum = 0;
    for (int channel = 0; channel < channelCount; channel++) {
      float sample = channels[channel][frame];
      if (!(Math.abs(sample) <= LOUDEST)) {
        throw new InvalidInput(
            "has the sample %s in frame %d; expected -1 to 1"
                .formatted(sample, frameCount + frame));
      }
      sum += sample;
    }
    return (float) (sum / channelCount);
  }

  private TooLarge tooLong(String what) {
    return new TooLarge(
        "the sound %s; at most %.3f s are read".formatted(what, longest.toMillis() / 1000.0));
  }
}
