package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.sound.MelSettings;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What {@code preprocess} says of a model that takes sounds, compared with its tensors. Immutable.
 *
 * @param tensor takes the rows
 * @param lengths takes the valid samples or frames of each row
 * @param sampleRate of the sound that the tensor shows
 * @param coefficients of {@link Features#MFCC}
 * @param length samples that every row is cut or padded to
 */
record SoundInput(
    TensorSpec tensor,
    Optional<TensorSpec> lengths,
    int sampleRate,
    Features features,
    Layout layout,
    Normalize normalize,
    MelSettings mel,
    int coefficients,
    OptionalInt length) {

  static final Set<String> MEL_KEYS =
      Set.of(
          "bins", "window", "hop", "fft", "low", "high", "scale", "norm", "power", "log", "floor",
          "center");

  private static final Set<String> KEYS =
      Set.of(
          "input",
          "lengths",
          "sample-rate",
          "features",
          "layout",
          "normalize",
          "mel",
          "mfcc",
          "length");

  private static final int LEAST_RATE = 1_000;
  private static final int GREATEST_RATE = 192_000;
  private static final int LONGEST = 1 << 26;

  /** What the rows hold. */
  enum Features {
    /** Samples. */
    WAVEFORM,
    /** A mel spectrogram. */
    MEL,
    /** Its cepstral coefficients. */
    MFCC
  }

  /** The order of the axes of features. */
  enum Layout {
    /** Batch, frames, features. */
    NTF,
    /** Batch, features, frames. */
    NFT
  }

  /** What becomes of the scale. */
  enum Normalize {
    NONE,
    UTTERANCE,
    WHISPER
  }

  /** Reads {@code preprocess}; the signature may be that of another tensor for tests. */
  static SoundInput read(Map<String, Object> preprocess, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "preprocess", preprocess, KEYS);
    Optional<TensorSpec> lengths =
        settings.text("lengths").map(name -> named(settings, "lengths", name, signature));
    TensorSpec tensor =
        settings
            .text("input")
            .map(name -> named(settings, "input", name, signature))
            .orElseGet(() -> only(signature, lengths));
    int rate = settings.integer("sample-rate", LEAST_RATE, GREATEST_RATE, 16_000);
    Features features = settings.choice("features", Features.class, Features.WAVEFORM);
    MelSettings mel = mel(settings.section("mel", MEL_KEYS), rate);
    int coefficients =
        settings
            .section("mfcc", Set.of("coefficients"))
            .integer("coefficients", 1, mel.bins(), Math.min(13, mel.bins()));
    SoundInput input =
        new SoundInput(
            tensor,
            lengths,
            rate,
            features,
            layout(settings),
            normalize(settings, features),
            mel,
            coefficients,
            settings.has("length")
                ? OptionalInt.of(settings.integer("length", 1, LONGEST, 1))
                : OptionalInt.empty());
    return SoundShape.checked(input);
  }

  /** Reads a section {@code mel}. */
  static MelSettings mel(Section section, int sampleRate) {
    MelSettings d = MelSettings.DEFAULT;
    MelSettings mel =
        new MelSettings(
            section.integer("bins", 1, 1024, d.bins()),
            section.duration("window", d.window()),
            section.duration("hop", d.hop()),
            section.integer("fft", 16, 1 << 15, d.fft()),
            section.number("low", 0, GREATEST_RATE, d.low()),
            section.number("high", 1, GREATEST_RATE, d.high()),
            section.choice("scale", MelSettings.Scale.class, d.scale()),
            section.choice("norm", MelSettings.Norm.class, d.norm()),
            section.number("power", 0.1, 10, d.power()),
            section.choice("log", MelSettings.Log.class, d.log()),
            section.number("floor", Float.MIN_VALUE, 1, d.floor()),
            section.flag("center", d.center()));
    if (!MelSettings.supports(mel.fft())) {
      throw section.wrong("fft", "a product of 2, 3, 5 and 7");
    }
    if (mel.high() <= mel.low()) {
      throw section.wrong("high", "above low, " + mel.low());
    }
    requireSamples(section, "window", mel.window(), sampleRate, mel.fft());
    requireSamples(section, "hop", mel.hop(), sampleRate, Integer.MAX_VALUE);
    return mel;
  }

  private static void requireSamples(
      Section section, String key, Duration time, int sampleRate, int most) {
    long samples = MelSettings.samples(time, sampleRate);
    if (samples < 1 || samples > most) {
      throw new BackendFailure(
          "model.yaml: preprocess.mel.%s is %d samples at %d Hz; it must be 1 to %s"
                  .formatted(key, samples, sampleRate, most == Integer.MAX_VALUE ? "many" : most)
              + (section.has("fft") ? ", mel.fft" : ", the default of mel.fft"));
    }
  }

  private static Layout layout(Section settings) {
    return settings.choice("layout", Layout.class, Layout.NTF);
  }

  private static Normalize normalize(Section settings, Features features) {
    Normalize normalize = settings.choice("normalize", Normalize.class, Normalize.NONE);
    if (normalize == Normalize.WHISPER && features != Features.MEL) {
      throw settings.wrong("normalize", "none or utterance where features are not mel");
    }
    return normalize;
  }

  private static TensorSpec named(Section settings, String key, String name, Signature signature) {
    return signature
        .input(name)
        .orElseThrow(
            () ->
                settings.wrong(
                    key,
                    "one of the inputs "
                        + signature.inputs().stream().map(TensorSpec::name).toList()));
  }

  private static TensorSpec only(Signature signature, Optional<TensorSpec> lengths) {
    List<TensorSpec> others =
        signature.inputs().stream().filter(each -> !lengths.equals(Optional.of(each))).toList();
    if (others.size() != 1) {
      throw new BackendFailure(
          "model.yaml: preprocess.input must name one of the inputs %s"
              .formatted(others.stream().map(TensorSpec::name).toList()));
    }
    return others.getFirst();
  }

  /** Most rows of one run: 1 where the batch axis is not free. */
  int rows(int most) {
    return tensor.shape().extent(0) == Shape.ANY ? most : 1;
  }

  /** Whether that can be the input of lengths. */
  static boolean isLengths(TensorSpec spec) {
    return spec.dataType() == DataType.INT64 && spec.shape().rank() == 1;
  }
}
