package io.salver.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FourierTransformTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 12, 35, 60, 128, 210, 400})
  void gives_what_the_definition_does(int size) {
    Random random = new Random(size);
    double[] re = random.doubles(size).toArray();
    double[] im = random.doubles(size).toArray();
    double[] givenRe = re.clone();
    double[] givenIm = im.clone();
    FourierTransform transform = new FourierTransform(size);
    transform.forward(re, im);
    for (int k = 0; k < size; k++) {
      double sumRe = 0;
      double sumIm = 0;
      for (int t = 0; t < size; t++) {
        double angle = -2 * Math.PI * ((long) k * t % size) / size;
        sumRe += givenRe[t] * Math.cos(angle) - givenIm[t] * Math.sin(angle);
        sumIm += givenRe[t] * Math.sin(angle) + givenIm[t] * Math.cos(angle);
      }
      assertThat(re[k]).isEqualTo(sumRe, within(1e-10));
      assertThat(im[k]).isEqualTo(sumIm, within(1e-10));
    }
    transform.inverse(re, im);
    assertThat(re).containsExactly(givenRe, within(1e-12));
    assertThat(im).containsExactly(givenIm, within(1e-12));
  }

  @Test
  void large_prime_factors_are_not_transformed() {
    assertThat(FourierTransform.supports(400)).isTrue();
    assertThat(FourierTransform.supports(22)).isFalse();
    assertThat(FourierTransform.supports(0)).isFalse();
  }
}
