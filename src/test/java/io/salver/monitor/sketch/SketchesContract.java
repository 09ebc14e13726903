package io.salver.monitor.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.salver.monitor.sketch.ItemSketch.ItemCount;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** What every maker of sketches does; {@link #sketches} is the one under test. */
public abstract class SketchesContract {

  protected abstract Sketches sketches();

  @Test
  void of_nothing_there_is_no_distribution() {
    assertThat(sketches().quantiles().distribution().isEmpty()).isTrue();
    assertThat(sketches().items().items()).isEmpty();
  }

  @Test
  void a_few_numbers_are_kept_exactly() {
    QuantileSketch sketch = sketches().quantiles();
    for (double value : new double[] {3, 1, 2, 2}) {
      sketch.add(value);
    }
    Distribution distribution = sketch.distribution();
    assertThat(distribution.count()).isEqualTo(4);
    assertThat(distribution.rankError()).isZero();
    assertThat(distribution.rank(2)).isEqualTo(.75);
    assertThat(distribution.rankBelow(2)).isEqualTo(.25);
    sketch.add(9);
    assertThat(distribution.count()).as("it does not change").isEqualTo(4);
  }

  @Test
  void ranks_of_many_numbers_are_within_the_stated_error() {
    SplittableRandom random = new SplittableRandom(1);
    for (DoubleSupplier law :
        new DoubleSupplier[] {
          random::nextGaussian, random::nextExponential, () -> random.nextInt(20)
        }) {
      QuantileSketch sketch = sketches().quantiles();
      double[] values = fill(sketch, law, 50_000);
      assertNear(sketch.distribution(), values);
    }
  }

  @Test
  void panes_and_replicas_merged_equal_one_that_saw_all() {
    SplittableRandom random = new SplittableRandom(2);
    QuantileSketch merged = sketches().quantiles();
    double[] all = {};
    for (int part = 0; part < 12; part++) {
      int shift = part;
      QuantileSketch sketch = sketches().quantiles();
      double[] values = fill(sketch, () -> random.nextGaussian() + shift, 100 + 700 * part);
      byte[] before = sketch.toBytes();
      merged.merge(part % 2 == 0 ? sketch : sketches().readQuantiles(before));
      assertThat(sketch.distribution().count()).as("it stays").isEqualTo(values.length);
      all = concat(all, values);
    }
    assertNear(merged.distribution(), all);
  }

  @Test
  void a_sketch_is_the_same_after_it_was_written_and_read() {
    SplittableRandom random = new SplittableRandom(3);
    QuantileSketch sketch = sketches().quantiles();
    fill(sketch, random::nextGaussian, 10_000);
    Distribution before = sketch.distribution();
    Distribution after = sketches().readQuantiles(sketch.toBytes()).distribution();
    assertThat(after.knots()).isEqualTo(before.knots());
    for (double rank = 0; rank <= 1; rank += .01) {
      assertThat(after.quantile(rank)).isEqualTo(before.quantile(rank));
    }
  }

  @Test
  void frequent_texts_are_found_and_their_errors_told() {
    ItemSketch sketch = sketches().items();
    ItemSketch other = sketches().items();
    for (int i = 0; i < 20_000; i++) {
      (i % 2 == 0 ? sketch : other).add(i % 4 == 0 ? "often" : i % 5 == 0 ? "größer" : "rare " + i);
    }
    sketch.merge(sketches().readItems(other.toBytes()));
    ItemCount first = sketch.items().getFirst();
    assertThat(first.item()).isEqualTo("often");
    assertThat(first.count()).isBetween(5_000L, 5_000L + first.error());
    assertThat(sketch.items()).extracting(ItemCount::item).contains("größer");
  }

  @Test
  void bytes_of_something_else_are_refused() {
    byte[] text = "something else entirely".getBytes(StandardCharsets.UTF_8);
    for (byte[] bytes : new byte[][] {text, {}, {1}, new byte[64]}) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> sketches().readQuantiles(bytes));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> sketches().readItems(bytes));
    }
  }

  @Test
  void cut_bytes_are_refused() {
    QuantileSketch sketch = sketches().quantiles();
    fill(sketch, new SplittableRandom(4)::nextGaussian, 10_000);
    byte[] whole = sketch.toBytes();
    for (int length = 0; length < whole.length; length += 97) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(IllegalArgumentException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> sketches().readQuantiles(cut));
    }
  }

  private static double[] fill(QuantileSketch sketch, DoubleSupplier law, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = law.getAsDouble();
      sketch.add(values[i]);
    }
    return values;
  }

  private static void assertNear(Distribution actual, double[] values) {
    Distribution exact = Distribution.of(values);
    assertThat(actual.count()).isEqualTo(values.length);
    double tolerance = 2.25 * actual.rankError(); // the stated one holds in 99 of 100 cases
    for (double rank = 0; rank <= 1; rank += .05) {
      double value = exact.quantile(rank);
      assertThat(actual.rank(value)).isCloseTo(exact.rank(value), within(tolerance));
    }
  }

  private static double[] concat(double[] first, double[] second) {
    double[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
