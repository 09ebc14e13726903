package io.salver.monitor.datasketches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.monitor.sketch.ExactSketches;
import io.salver.monitor.sketch.ItemSketch;
import io.salver.monitor.sketch.QuantileSketch;
import io.salver.monitor.sketch.Sketches;
import io.salver.monitor.sketch.SketchesContract;
import org.junit.jupiter.api.Test;

final class DataSketchesTest extends SketchesContract {

  @Override
  protected Sketches sketches() {
    return new DataSketches();
  }

  @Test
  void a_sketch_of_a_million_numbers_takes_about_5_kb() {
    QuantileSketch sketch = sketches().quantiles();
    for (int i = 0; i < 1_000_000; i++) {
      sketch.add(i);
    }
    assertThat(sketch.toBytes().length).isBetween(2_000, 6_000);
    assertThat(sketch.distribution().rankError()).isBetween(0.013, 0.0134);
  }

  @Test
  void of_any_number_of_texts_48_are_kept() {
    ItemSketch sketch = sketches().items();
    for (int i = 0; i < 100_000; i++) {
      sketch.add("text " + i);
    }
    assertThat(sketch.items()).hasSizeLessThanOrEqualTo(48);
    assertThat(sketch.toBytes().length).isLessThan(2_000);
  }

  @Test
  void sketches_of_another_maker_do_not_add_up() {
    Sketches exact = new ExactSketches();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> sketches().quantiles().merge(exact.quantiles()));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> sketches().items().merge(exact.items()));
  }
}
