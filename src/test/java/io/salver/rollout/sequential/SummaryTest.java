package io.salver.rollout.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Property(seed = "1")
  void partsAddUpToTheWhole(
      @ForAll @Size(min = 2, max = 50) List<@DoubleRange(min = -1e3, max = 1e3) Double> drawn,
      @ForAll int cut) {
    double[] values = drawn.stream().mapToDouble(Double::doubleValue).toArray();
    int middle = Math.floorMod(cut, values.length + 1);
    Summary whole = of(values);
    Summary sum =
        of(Arrays.copyOf(values, middle))
            .plus(of(Arrays.copyOfRange(values, middle, values.length)));
    assertThat(sum.count()).isEqualTo(whole.count());
    assertThat(sum.mean()).isCloseTo(whole.mean(), within(1e-9));
    assertThat(sum.variance()).isCloseTo(whole.variance(), within(1e-6));
  }

  @Test
  void eventsAreOnes() {
    Summary events = Summary.ofEvents(2, 5);
    Summary ones = of(new double[] {1, 1, 0, 0, 0});
    assertThat(events.mean()).isEqualTo(ones.mean());
    assertThat(events.variance()).isCloseTo(ones.variance(), within(1e-12));
    assertThat(Summary.ofEvents(0, 0)).isEqualTo(Summary.NONE);
  }

  static Summary of(double[] values) {
    if (values.length == 0) {
      return Summary.NONE;
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new Summary(values.length, mean, values.length < 2 ? 0 : squares / (values.length - 1));
  }
}
