package io.salver.task.vision;

import io.salver.fault.InvalidInput;
import io.salver.image.Placement;
import java.util.Optional;

/**
 * How pictures of any size come to the size of a model's input: resized, then cropped or padded,
 * then padded to a multiple. Immutable.
 *
 * @param resize the size, of which only the height counts for {@link Fit#SHORTEST}; absent: the
 *     picture keeps its own
 * @param crop what is cut out of the middle
 * @param multiple of which width and height are made multiples, at the right and the bottom
 */
record Fitting(Optional<Size> resize, Fit fit, Optional<Size> crop, int multiple) {

  /** The most pixels that go into a model for one picture. */
  private static final long MAX_PIXELS = 64L << 20;

  /** How a picture is brought to a size of other proportions. */
  enum Fit {
    /** The shorter side gets that length, the longer one follows. */
    SHORTEST,
    /** Both sides get their length. */
    STRETCH,
    /** As large as fits, in the middle. */
    LETTERBOX
  }

  /** Height and width in pixels, in the order in which shapes are written. */
  record Size(int height, int width) {}

  /** The size of the input where every picture gets the same. */
  Optional<Size> fixed() {
    boolean isFixed = crop.isPresent() || (resize.isPresent() && fit != Fit.SHORTEST);
    return isFixed
        ? crop.or(() -> resize).map(size -> new Size(up(size.height()), up(size.width())))
        : Optional.empty();
  }

  /**
   * Where a picture of that size lies in the input.
   *
   * @throws InvalidInput when its proportions make it too large for any model
   */
  Placement place(int width, int height) {
    long[] resized = resized(width, height);
    long shownWidth = resized[0];
    long shownHeight = resized[1];
    long left = 0;
    long top = 0;
    if (resize.isPresent() && fit == Fit.LETTERBOX) {
      shownWidth = resize.get().width();
      shownHeight = resize.get().height();
      left = -((shownWidth - resized[0]) / 2);
      top = -((shownHeight - resized[1]) / 2);
    }
    if (crop.isPresent()) {
      left += middle(shownWidth, crop.get().width());
      top += middle(shownHeight, crop.get().height());
      shownWidth = crop.get().width();
      shownHeight = crop.get().height();
    }
    boolean isTooLarge =
        Math.max(resized[0], resized[1]) > Integer.MAX_VALUE / 2
            || Math.max(shownWidth, shownHeight) > MAX_PIXELS
            || shownWidth * shownHeight > MAX_PIXELS;
    if (isTooLarge) {
      throw new InvalidInput(
          "a picture of %d x %d pixels would become %d x %d for the model; at most %d in all are possible"
              .formatted(width, height, shownWidth, shownHeight, MAX_PIXELS));
    }
    return new Placement(
        width,
        height,
        (int) resized[0],
        (int) resized[1],
        (int) left,
        (int) top,
        up((int) shownWidth),
        up((int) shownHeight));
  }

  /** Width and height after resizing, before cropping and padding. */
  private long[] resized(int width, int height) {
    if (resize.isEmpty()) {
      return new long[] {width, height};
    }
    Size size = resize.get();
    return switch (fit) {
      case STRETCH -> new long[] {size.width(), size.height()};
      case SHORTEST ->
          width <= height
              ? new long[] {size.height(), longer(size.height(), height, width)}
              : new long[] {longer(size.height(), width, height), size.height()};
      case LETTERBOX ->
          (long) size.height() * width <= (long) size.width() * height
              ? new long[] {scaled(width, size.height(), height), size.height()}
              : new long[] {size.width(), scaled(height, size.width(), width)};
    };
  }

  /** As torchvision's Resize: {@code int(size * longer / shorter)}. */
  private static long longer(long size, long longSide, long shortSide) {
    return size * longSide / shortSide;
  }

  /** {@code length * to / from}, rounded, half up, and 1 at least. */
  private static long scaled(long length, long to, long from) {
    return Math.max(1, (2 * length * to + from) / (2 * from));
  }

  /**
   * The first place of a centre crop, as torchvision's CenterCrop: half rounded to even, or half
   * the padding, rounded down, before the picture.
   */
  private static long middle(long size, long cropped) {
    return size < cropped ? -((cropped - size) / 2) : (long) Math.rint((size - cropped) / 2.0);
  }

  private int up(int size) {
    return Math.ceilDiv(size, multiple) * multiple;
  }
}
