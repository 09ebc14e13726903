package io.salver.task.vision;

import io.salver.image.Placement;

/**
 * The scores of classes over the input of a model, in a grid that may be coarser than it.
 *
 * @param scores class by class, each row by row; not changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ScoreMap(float[] scores, int channels, int height, int width) {

  /**
   * The best class of each pixel of the picture, between the centres of the grid by bilinear
   * interpolation; of equal scores the first class. Pixels that the input does not show are 0.
   *
   * @param threshold where there is one channel: from which score on the class is 1
   */
  byte[] classes(Placement placement, float threshold) {
    int pictureWidth = placement.pictureWidth();
    Axis across = Axis.across(placement, width);
    Axis down = Axis.down(placement, height);
    byte[] classes = new byte[pictureWidth * placement.pictureHeight()];
    float[] best = new float[pictureWidth];
    float[] line = new float[width];
    for (int y = 0; y < placement.pictureHeight(); y++) {
      if (!down.isShown(y)) {
        continue;
      }
      int start = y * pictureWidth;
      for (int channel = 0; channel < channels; channel++) {
        interpolate(channel, down.first()[y], down.second()[y], down.part()[y], line);
        compare(line, across, channel, threshold, best, classes, start);
      }
    }
    return classes;
  }

  /** One line between two rows of a channel. */
  private void interpolate(int channel, int first, int second, float part, float[] line) {
    int upper = (channel * height + first) * width;
    int lower = (channel * height + second) * width;
    for (int x = 0; x < width; x++) {
      line[x] = scores[upper + x] + part * (scores[lower + x] - scores[upper + x]);
    }
  }

  private void compare(
      float[] line,
      Axis across,
      int channel,
      float threshold,
      float[] best,
      byte[] classes,
      int start) {
    for (int x = 0; x < best.length; x++) {
      if (!across.isShown(x)) {
        continue;
      }
      float left = line[across.first()[x]];
      float score = left + across.part()[x] * (line[across.second()[x]] - left);
      if (channels == 1) {
        classes[start + x] = (byte) (score >= threshold ? 1 : 0);
      } else if (channel == 0 || score > best[x]) {
        best[x] = score;
        classes[start + x] = (byte) channel;
      }
    }
  }

  /**
   * For each place of the picture on one axis the two places of the grid that it lies between.
   *
   * @param first -1 where the input does not show it
   * @param part how far it is from the first to the second, 0 to 1
   */
  private record Axis(int[] first, int[] second, float[] part) {

    static Axis across(Placement placement, int size) {
      double[] places = new double[placement.pictureWidth()];
      for (int x = 0; x < places.length; x++) {
        places[x] = placement.inputX(x + 0.5);
      }
      return of(places, placement.width(), size);
    }

    static Axis down(Placement placement, int size) {
      double[] places = new double[placement.pictureHeight()];
      for (int y = 0; y < places.length; y++) {
        places[y] = placement.inputY(y + 0.5);
      }
      return of(places, placement.height(), size);
    }

    private static Axis of(double[] places, int inputSize, int size) {
      int[] first = new int[places.length];
      int[] second = new int[places.length];
      float[] part = new float[places.length];
      for (int i = 0; i < places.length; i++) {
        if (places[i] < 0 || places[i] >= inputSize) {
          first[i] = -1;
          continue;
        }
        double place = Math.clamp(places[i] * size / inputSize - 0.5, 0, size - 1);
        first[i] = (int) place;
        second[i] = Math.min(first[i] + 1, size - 1);
        part[i] = (float) (place - first[i]);
      }
      return new Axis(first, second, part);
    }

    boolean isShown(int place) {
      return first[place] >= 0;
    }
  }
}
