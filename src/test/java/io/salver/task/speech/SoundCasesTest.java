package io.salver.task.speech;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.Signature;
import io.salver.sound.Resamplers;
import io.salver.sound.SoundFiles;
import io.salver.sound.codec.SoundCodecs;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sound becomes the tensor that the recipe makes of it. */
final class SoundCasesTest {

  /** What the cases allow the logarithm of an energy. */
  private static final double LOGARITHM = 1e-3;

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final SoundFiles files =
      new SoundFiles(SoundCodecs.all(), new Resamplers(), Duration.ofMinutes(1));

  static List<SoundCase> all() throws IOException {
    return SoundCase.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void becomes_the_recipe_s_tensor(SoundCase each) throws IOException {
    SoundPreparation preparation = new SoundPreparation(input(each));
    SoundPreparation.Row row;
    try (TensorScope scope = pool.open()) {
      int rate = preparation.input().sampleRate();
      row = preparation.row(files.read(each.content(), rate, scope, () -> {}).samples());
    }
    assertThat(pool.leasedBytes()).isZero();
    float[] expected = each.expected();
    assertThat(each.shift() == 0 ? row.values().length : expected.length)
        .isEqualTo(expected.length);
    double least = Double.POSITIVE_INFINITY;
    for (int shift = 0; shift <= each.shift(); shift++) {
      least = Math.min(least, difference(row.values(), shift, expected));
    }
    assertThat(least).isLessThanOrEqualTo(tolerance(each));
  }

  /**
   * Samples are single here and double there, once they are resampled: next to the floor, 100 dB
   * below a tone, the logarithm shows that.
   */
  private static double tolerance(SoundCase each) {
    return each.file().contains("16k") || each.tolerance() != LOGARITHM
        ? each.tolerance()
        : 5 * LOGARITHM;
  }

  private static SoundInput input(SoundCase each) {
    long[] free = new long[each.shape().size() + 1];
    Arrays.fill(free, Shape.ANY);
    TensorSpec tensor = new TensorSpec("sound", DataType.FP32, Shape.of(free));
    return SoundInput.read(each.preprocess(), new Signature(List.of(tensor), List.of()));
  }

  /** The greatest difference, of the part that both have where a decoder may shift. */
  private static double difference(float[] actual, int shift, float[] expected) {
    int common = Math.min(actual.length - shift, expected.length);
    if (common < expected.length * 0.9) {
      return Double.POSITIVE_INFINITY;
    }
    double most = 0;
    for (int i = 0; i < common; i++) {
      most = Math.max(most, Math.abs(actual[shift + i] - expected[i]));
    }
    return most;
  }
}
