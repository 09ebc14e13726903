package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.sound.MelSpectrogram;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.OptionalInt;

/**
 * Compares what {@code preprocess} says with the tensor that it is for: {@code [n, samples]} or
 * {@code [n, frames, features]}, in either with an axis of extent 1 after the first, as
 * convolutions want it.
 */
final class SoundShape {

  private SoundShape() {}

  /** The input, with the length that a tensor of fixed extents asks for. */
  static SoundInput checked(SoundInput input) {
    TensorSpec tensor = input.tensor();
    Shape shape = tensor.shape();
    int rank = rank(input);
    boolean fits =
        tensor.dataType() == DataType.FP32
            && (shape.rank() == rank || (shape.rank() == rank + 1 && isOne(shape, 1)))
            && isOne(shape, 0);
    if (!fits) {
      throw new BackendFailure(
          "model.yaml: preprocess.features needs an input of FP32 %s, and '%s' is %s %s"
              .formatted(wanted(input), tensor.name(), tensor.dataType(), shape));
    }
    input
        .lengths()
        .filter(each -> !SoundInput.isLengths(each))
        .ifPresent(
            each -> {
              throw new BackendFailure(
                  "model.yaml: preprocess.lengths needs an input of INT64 [n], and '%s' is %s %s"
                      .formatted(each.name(), each.dataType(), each.shape()));
            });
    return rank == 2 ? waveform(input) : features(input);
  }

  /** The extents of so many rows of {@code time} samples or frames. */
  static Shape of(SoundInput input, int rows, int time) {
    boolean channel = input.tensor().shape().rank() > rank(input);
    if (input.features() == SoundInput.Features.WAVEFORM) {
      return channel ? Shape.of(rows, 1, time) : Shape.of(rows, time);
    }
    int width = width(input);
    long[] extents =
        input.layout() == SoundInput.Layout.NFT
            ? new long[] {width, time}
            : new long[] {time, width};
    return channel
        ? Shape.of(rows, 1, extents[0], extents[1])
        : Shape.of(rows, extents[0], extents[1]);
  }

  /** The frames of a tensor that fixes them. */
  static OptionalInt frames(SoundInput input) {
    if (input.features() == SoundInput.Features.WAVEFORM) {
      return OptionalInt.empty();
    }
    return extent(input, input.layout() == SoundInput.Layout.NFT ? 1 : 2);
  }

  /** Values of a frame. */
  static int width(SoundInput input) {
    return input.features() == SoundInput.Features.MFCC ? input.coefficients() : input.mel().bins();
  }

  private static SoundInput waveform(SoundInput input) {
    OptionalInt fixed = extent(input, 1);
    if (fixed.isPresent() && input.length().isPresent() && !fixed.equals(input.length())) {
      throw new BackendFailure(
          "model.yaml: preprocess.length is %d, and '%s' takes %d samples"
              .formatted(input.length().getAsInt(), input.tensor().name(), fixed.getAsInt()));
    }
    return fixed.isPresent() ? withLength(input, fixed.getAsInt()) : input;
  }

  private static SoundInput features(SoundInput input) {
    boolean framesLast = input.layout() == SoundInput.Layout.NFT;
    int width = width(input);
    OptionalInt fixedWidth = extent(input, framesLast ? 2 : 1);
    if (fixedWidth.isPresent() && fixedWidth.getAsInt() != width) {
      throw new BackendFailure(
          "model.yaml: preprocess says %d values a frame in layout %s, and '%s' is %s"
              .formatted(
                  width,
                  framesLast ? "nft" : "ntf",
                  input.tensor().name(),
                  input.tensor().shape()));
    }
    OptionalInt fixed = frames(input);
    if (fixed.isEmpty()) {
      return input;
    }
    int frames = fixed.getAsInt();
    MelSpectrogram spectrogram = new MelSpectrogram(input.mel(), input.sampleRate());
    if (input.length().isEmpty()) {
      int samples = (frames - 1) * spectrogram.hop();
      return withLength(input, input.mel().center() ? samples : samples + input.mel().fft());
    }
    int made = spectrogram.frames(input.length().getAsInt());
    if (made != frames && made != frames + 1) {
      throw new BackendFailure(
          "model.yaml: preprocess.length of %d samples makes %d frames, and '%s' takes %d"
              .formatted(input.length().getAsInt(), made, input.tensor().name(), frames));
    }
    return input;
  }

  private static SoundInput withLength(SoundInput input, int samples) {
    return new SoundInput(
        input.tensor(),
        input.lengths(),
        input.sampleRate(),
        input.features(),
        input.layout(),
        input.normalize(),
        input.mel(),
        input.coefficients(),
        OptionalInt.of(Math.max(1, samples)));
  }

  private static int rank(SoundInput input) {
    return input.features() == SoundInput.Features.WAVEFORM ? 2 : 3;
  }

  private static String wanted(SoundInput input) {
    if (input.features() == SoundInput.Features.WAVEFORM) {
      return "[n, samples]";
    }
    return input.layout() == SoundInput.Layout.NFT
        ? "[n, features, frames]"
        : "[n, frames, features]";
  }

  private static boolean isOne(Shape shape, int axis) {
    return shape.extent(axis) == Shape.ANY || shape.extent(axis) == 1;
  }

  /** The extent that is counted from the last axis, which is 1. */
  private static OptionalInt extent(SoundInput input, int fromLast) {
    Shape shape = input.tensor().shape();
    long extent = shape.extent(shape.rank() - fromLast);
    return extent == Shape.ANY ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(extent));
  }
}
