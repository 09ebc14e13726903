package io.salver.image;

/** A part of a picture: from {@code left} and {@code top} on, inside it. */
record Window(int left, int top, int width, int height) {

  int right() {
    return left + width;
  }

  int bottom() {
    return top + height;
  }
}
