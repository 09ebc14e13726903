package io.salver.task.speech;

import io.salver.sound.Cepstrum;
import io.salver.sound.MelSpectrogram;
import io.salver.sound.Normalization;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the tensors of a model from sounds of its sample rate: cut to the length, normalised,
 * padded with zeros, features. Immutable and thread-safe.
 */
final class SoundPreparation {

  private final SoundInput input;
  private final MelSpectrogram spectrogram;
  private final Cepstrum cepstrum;

  SoundPreparation(SoundInput input) {
    this.input = input;
    this.spectrogram = new MelSpectrogram(input.mel(), input.sampleRate());
    this.cepstrum = new Cepstrum(input.mel().bins(), input.coefficients());
  }

  /**
   * A row of a tensor.
   *
   * @param values in the layout of the tensor
   * @param time samples or frames, padding included
   * @param valid samples or frames that are of the sound
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(float[] values, int time, int valid) {}

  SoundInput input() {
    return input;
  }

  /** The row of a sound, which is not empty. */
  Row row(float[] samples) {
    return row(samples, 0);
  }

  /** The row of a sound, which is not empty; at least so many samples long where it may be. */
  Row row(float[] samples, int least) {
    float[] cut = samples;
    int length = input.length().orElse(Math.max(samples.length, least));
    if (length < samples.length) {
      cut = Arrays.copyOf(samples, length);
    }
    int valid = cut.length;
    if (input.normalize() == SoundInput.Normalize.UTTERANCE) {
      cut = Normalization.utterance(cut);
    }
    if (length > cut.length) {
      cut = Arrays.copyOf(cut, length);
    }
    return input.features() == SoundInput.Features.WAVEFORM
        ? new Row(cut, cut.length, valid)
        : features(cut, valid);
  }

  /** The tensors of rows that take the same time, in {@code scope}. */
  Tensors tensors(List<Row> rows, TensorScope scope) {
    Shape shape = SoundShape.of(input, rows.size(), rows.getFirst().time());
    Tensor.Dense tensor = scope.allocate(DataType.FP32, shape);
    var floats = tensor.view().asFloatBuffer();
    rows.forEach(row -> floats.put(row.values()));
    Tensors.Builder tensors = Tensors.builder().put(input.tensor().name(), tensor);
    input
        .lengths()
        .ifPresent(
            spec -> {
              Tensor.Dense lengths = scope.allocate(DataType.INT64, Shape.of(rows.size()));
              var longs = lengths.view().asLongBuffer();
              rows.forEach(row -> longs.put(row.valid()));
              tensors.put(spec.name(), lengths);
            });
    return tensors.build();
  }

  private Row features(float[] samples, int validSamples) {
    float[] values = spectrogram.of(samples);
    int width = input.mel().bins();
    int frames = SoundShape.frames(input).orElse(values.length / width);
    values = Arrays.copyOf(values, frames * width);
    if (input.normalize() == SoundInput.Normalize.WHISPER) {
      values = Normalization.whisper(values);
    }
    if (input.features() == SoundInput.Features.MFCC) {
      values = cepstrum.of(values);
      width = input.coefficients();
    }
    int valid = Math.min(frames, spectrogram.frames(validSamples));
    return new Row(
        input.layout() == SoundInput.Layout.NFT ? transposed(values, frames, width) : values,
        frames,
        valid);
  }

  private static float[] transposed(float[] values, int frames, int width) {
    float[] result = new float[values.length];
    for (int frame = 0; frame < frames; frame++) {
      for (int i = 0; i < width; i++) {
        result[i * frames + frame] = values[frame * width + i];
      }
    }
    return result;
  }
}
