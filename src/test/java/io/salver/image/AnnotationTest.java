package io.salver.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class AnnotationTest {

  private static final int RED = 0xFF0000;

  @Test
  void a_box_is_a_frame_along_the_inside_of_its_edges() {
    Annotation annotation = new Annotation(gray(20, 30));

    annotation.box(5, 8, 15, 25, "", RED);

    Picture picture = annotation.picture();
    assertThat(picture.channels()).isEqualTo(Picture.RGB);
    for (int[] corner : new int[][] {{14, 8}, {5, 24}, {14, 24}, {10, 24}}) {
      assertThat(picture.sample(corner[0], corner[1], 0)).isEqualTo(255);
      assertThat(picture.sample(corner[0], corner[1], 1)).isZero();
    }
    assertThat(picture.sample(10, 22, 1)).isEqualTo(100);
    assertThat(picture.sample(15, 25, 1)).isEqualTo(100);
  }

  @Test
  void a_box_at_the_edge_or_without_extent_stays_inside() {
    Annotation annotation = new Annotation(gray(1, 1));

    annotation.box(0, 0, 1, 1, "label", RED);
    annotation.box(1, 1, 1, 1, "", RED);

    assertThat(annotation.picture().sample(0, 0, 0)).isEqualTo(255);
  }

  @Test
  void pixels_of_class_0_keep_their_colour() {
    Annotation annotation = new Annotation(gray(2, 1));

    annotation.tint(new byte[] {0, 1});

    assertThat(annotation.picture().sample(0, 0, 0)).isEqualTo(100);
    int expected = Blend.over(Annotation.colour(1) >> 16 & 0xFF, 100, 128);
    assertThat(annotation.picture().sample(1, 0, 0)).isEqualTo(expected);
  }

  @Test
  void the_picture_itself_is_left_alone() {
    Picture picture = new Picture(4, 4, Picture.RGB, new byte[48]);

    new Annotation(picture).box(0, 0, 4, 4, "a", RED);

    assertThat(picture.pixels()).containsOnly(0);
  }

  private static Picture gray(int width, int height) {
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) 100);
    return new Picture(width, height, Picture.GRAY, pixels);
  }
}
