package io.salver.sound;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads encoded sounds, whatever their format, as one channel of a given rate: the mean of the
 * channels, resampled. Thread-safe.
 */
public final class SoundFiles {

  private final List<SoundDecoder> decoders;
  private final Resamplers resamplers;
  private final Duration longest;

  /** Reads WAV, and what {@code others} read; refuses sounds longer than {@code longest}. */
  public SoundFiles(List<? extends SoundDecoder> others, Resamplers resamplers, Duration longest) {
    this.decoders = new ArrayList<>(others);
    this.decoders.addFirst(new WaveDecoder());
    this.resamplers = resamplers;
    this.longest = longest;
  }

  /** How long a sound may last. */
  public Duration longest() {
    return longest;
  }

  /** Between any two rates. */
  public Resamplers resamplers() {
    return resamplers;
  }

  /**
   * Decodes {@code file}, whose bytes are read and left as they are.
   *
   * @param sampleRate of the waveform
   * @param scope is charged with the memory that the samples take
   * @param checkpoint is run again and again while it decodes; may throw, to stop that
   * @throws InvalidInput when it is no sound, is damaged, empty or of a format that is not read
   * @throws io.salver.fault.TooLarge when it is longer than may be
   * @throws io.salver.fault.Overloaded when there is no memory for it
   */
  public Waveform read(ByteBuffer file, int sampleRate, TensorScope scope, Runnable checkpoint) {
    ByteBuffer bytes = file.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    SoundDecoder decoder = decoder(bytes);
    MonoRecorder recorder =
        new MonoRecorder(sampleRate, longest, resamplers, new SampleStore(scope), checkpoint);
    try {
      decoder.decode(bytes, recorder);
      return recorder.finish();
    } catch (InvalidInput wrong) {
      throw new InvalidInput("the " + decoder.format() + " sound " + wrong.explanation());
    } catch (Fault fault) {
      throw fault;
    } catch (IOException | RuntimeException damaged) {
      throw new InvalidInput(
          "the %s sound of %d bytes is damaged or truncated"
              .formatted(decoder.format(), bytes.limit()));
    }
  }

  private SoundDecoder decoder(ByteBuffer bytes) {
    return decoders.stream()
        .filter(each -> each.recognises(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    "expected a sound as %s, got %s"
                        .formatted(
                            decoders.stream()
                                .map(SoundDecoder::format)
                                .collect(Collectors.joining(", ")),
                            FileKind.of(bytes))));
  }
}
