package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.sound.GriffinLim;
import io.salver.sound.MelSettings;
import io.salver.task.OutputChoice;
import io.salver.task.OutputValues;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code postprocess} says of a model that speaks. Immutable.
 *
 * @param output a mel spectrogram {@code [1, frames, bins]}, or samples {@code [1, samples]}
 * @param framesLast whether a spectrogram is {@code [1, bins, frames]}
 * @param vocoder makes samples of a spectrogram; absent where the model gives samples
 */
record Synthesis(
    TensorSpec output, boolean framesLast, int sampleRate, int bins, Optional<Vocoder> vocoder) {

  private static final Set<String> KEYS =
      Set.of("output", "kind", "sample-rate", "layout", "mel", "vocoder", "iterations");

  private static final String GRIFFIN_LIM = "griffin-lim";

  /** What makes samples of a spectrogram. */
  sealed interface Vocoder {

    /** An algorithm. */
    record Algorithm(GriffinLim griffinLim) implements Vocoder {}

    /** Another model. */
    record Model(String name) implements Vocoder {}
  }

  /** What the output is. */
  enum Kind {
    MEL,
    WAVEFORM
  }

  static Synthesis read(Map<String, Object> postprocess, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "postprocess", postprocess, KEYS);
    Kind kind = settings.choice("kind", Kind.class, Kind.MEL);
    int sampleRate = settings.integer("sample-rate", 1_000, 192_000, 16_000);
    MelSettings mel = SoundInput.mel(settings.section("mel", SoundInput.MEL_KEYS), sampleRate);
    int iterations = settings.integer("iterations", 1, 1_000, 32);
    boolean framesLast =
        settings.choice("layout", SoundInput.Layout.class, SoundInput.Layout.NTF)
            == SoundInput.Layout.NFT;
    if (kind == Kind.WAVEFORM) {
      return new Synthesis(
          OutputChoice.of(settings, "output").find(signature, 1, 2, 3),
          framesLast,
          sampleRate,
          mel.bins(),
          Optional.empty());
    }
    TensorSpec output = OutputChoice.of(settings, "output").find(signature, 3);
    long bins = output.shape().extent(framesLast ? 1 : 2);
    if (bins != Shape.ANY && bins != mel.bins()) {
      throw new BackendFailure(
          "model.yaml: postprocess.mel.bins is %d, and output '%s' is %s"
              .formatted(mel.bins(), output.name(), output.shape()));
    }
    String vocoder = settings.text("vocoder").orElse(GRIFFIN_LIM);
    return new Synthesis(
        output,
        framesLast,
        sampleRate,
        mel.bins(),
        Optional.of(
            vocoder.equals(GRIFFIN_LIM)
                ? new Vocoder.Algorithm(new GriffinLim(mel, sampleRate, iterations))
                : new Vocoder.Model(vocoder)));
  }

  /** A spectrogram as {@code [frames, bins]}, row-major. */
  float[] spectrogram(OutputValues values) {
    int frames = values.extent(framesLast ? 2 : 1);
    if (values.extent(0) != 1 || values.extent(framesLast ? 1 : 2) != bins) {
      throw new BackendFailure(
          "the model gave a spectrogram %s; %d bins were expected".formatted(values.shape(), bins));
    }
    if (!framesLast) {
      return values.values();
    }
    float[] rows = new float[values.values().length];
    for (int frame = 0; frame < frames; frame++) {
      for (int bin = 0; bin < bins; bin++) {
        rows[frame * bins + bin] = values.values()[bin * frames + frame];
      }
    }
    return rows;
  }
}
