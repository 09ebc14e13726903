package io.salver.task.vision;

import io.salver.image.Colour;
import io.salver.image.Interpolation;
import io.salver.image.Picture;
import io.salver.image.PixelWriter;
import io.salver.image.Placement;
import io.salver.tensor.Shape;
import java.nio.ByteBuffer;

/**
 * How pictures become rows of a model's input, as {@code preprocess} of {@code model.yaml} says.
 * Immutable.
 *
 * @param input the name of the tensor
 * @param background red, green and blue behind transparent pixels; not to be changed
 * @param fill the value of every channel where there is no picture
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Preprocess(
    String input,
    Colour colour,
    int[] background,
    Fitting fitting,
    Interpolation interpolation,
    int fill,
    PixelWriter writer) {

  /** The shape of {@code rows} pictures that lie so. */
  Shape shape(int rows, Placement placement) {
    return writer.isChannelsFirst()
        ? Shape.of(rows, colour.channels(), placement.height(), placement.width())
        : Shape.of(rows, placement.height(), placement.width(), colour.channels());
  }

  /** Writes one picture into its row of the tensor; it is given back as the model sees it. */
  Picture write(Picture picture, Placement placement, ByteBuffer row) {
    Picture coloured = colour.of(picture, background);
    Picture placed = placement.apply(coloured, interpolation, fill);
    writer.write(placed, row);
    return placed;
  }
}
