package io.salver.task.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.salver.fault.InvalidInput;
import io.salver.image.Interpolation;
import io.salver.image.Picture;
import io.salver.image.Placement;
import io.salver.task.vision.Fitting.Fit;
import io.salver.task.vision.Fitting.Size;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class FittingTest {

  @Property(seed = "1")
  void a_picture_of_any_size_fills_an_input_of_the_size_that_was_promised(
      @ForAll("fittings") Fitting fitting,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll Interpolation interpolation) {
    Placement placement = fitting.place(width, height);
    Picture picture = new Picture(width, height, Picture.RGB, new byte[width * height * 3]);

    Picture shown = placement.apply(picture, interpolation, 7);

    assertThat(shown.width()).isEqualTo(placement.width());
    assertThat(shown.height()).isEqualTo(placement.height());
    assertThat(shown.width() % fitting.multiple()).isZero();
    fitting
        .fixed()
        .ifPresent(size -> assertThat(size).isEqualTo(new Size(shown.height(), shown.width())));
  }

  @Property(seed = "1")
  void places_lead_from_the_picture_to_the_input_and_back(
      @ForAll("fittings") Fitting fitting,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height) {
    Placement placement = fitting.place(width, height);
    for (int place = 0; place < 40; place++) {
      assertThat(placement.pictureX(placement.inputX(place))).isEqualTo(place, offset(1e-9));
      assertThat(placement.pictureY(placement.inputY(place))).isEqualTo(place, offset(1e-9));
    }
  }

  @Example
  void a_letterbox_leaves_the_smaller_half_of_the_rest_before_the_picture() {
    Fitting fitting = new Fitting(Optional.of(new Size(9, 20)), Fit.LETTERBOX, Optional.empty(), 1);

    assertThat(fitting.place(10, 4)).isEqualTo(new Placement(10, 4, 20, 8, 0, 0, 20, 9));
    assertThat(fitting.place(9, 9)).isEqualTo(new Placement(9, 9, 9, 9, -5, 0, 20, 9));
    assertThat(fitting.place(1, 900)).isEqualTo(new Placement(1, 900, 1, 9, -9, 0, 20, 9));
  }

  @Example
  void a_crop_begins_at_half_of_the_rest_rounded_to_even() {
    Fitting fitting = new Fitting(Optional.empty(), Fit.STRETCH, Optional.of(new Size(4, 4)), 1);

    assertThat(fitting.place(9, 11)).isEqualTo(new Placement(9, 11, 9, 11, 2, 4, 4, 4));
    assertThat(fitting.place(1, 3)).isEqualTo(new Placement(1, 3, 1, 3, -1, 0, 4, 4));
  }

  @Example
  void proportions_that_no_model_could_take_are_refused() {
    Fitting free = new Fitting(Optional.of(new Size(800, 800)), Fit.SHORTEST, Optional.empty(), 32);

    assertThatThrownBy(() -> free.place(1, 50_000_000))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("a picture of 1 x 50000000 pixels would become 800 x 40000000000");
    assertThatThrownBy(() -> free.place(30_000, 100)).isInstanceOf(InvalidInput.class);
    assertThat(free.place(1_000, 100).width()).isEqualTo(8_000);
  }

  @Provide
  Arbitrary<Fitting> fittings() {
    Arbitrary<Integer> side = Arbitraries.integers().between(1, 24);
    Arbitrary<Optional<Size>> size = Combinators.combine(side, side).as(Size::new).optional();
    Arbitrary<Integer> multiple = Arbitraries.of(1, 1, 4);
    return Combinators.combine(size, Arbitraries.of(Fit.class), size, multiple).as(Fitting::new);
  }
}
