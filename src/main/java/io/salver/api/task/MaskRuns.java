package io.salver.api.task;

import io.salver.task.vision.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a mask is made of: its run lengths, and the share of each class. Immutable. */
public final class MaskRuns {

  private static final int CLASSES = 256;

  private MaskRuns() {}

  /**
   * A class that some pixel has.
   *
   * @param label its name; its index where the model has no labels
   * @param share of the pixels that have it
   */
  public record Share(int index, String label, double share) {}

  /**
   * Pairs of a class and how many pixels in a row have it, row by row from the top left; together
   * they cover the picture.
   */
  public static int[] encode(Finding.Mask mask) {
    byte[] classes = mask.classes();
    int[] runs = new int[64];
    int used = 0;
    for (int start = 0; start < classes.length; ) {
      int end = start + 1;
      while (end < classes.length && classes[end] == classes[start]) {
        end++;
      }
      if (used == runs.length) {
        runs = Arrays.copyOf(runs, 2 * used);
      }
      runs[used++] = Byte.toUnsignedInt(classes[start]);
      runs[used++] = end - start;
      start = end;
    }
    return Arrays.copyOf(runs, used);
  }

  /** The classes that are there, by index. */
  public static List<Share> shares(Finding.Mask mask) {
    long[] counts = new long[CLASSES];
    for (byte pixel : mask.classes()) {
      counts[Byte.toUnsignedInt(pixel)]++;
    }
    List<Share> shares = new ArrayList<>();
    for (int index = 0; index < CLASSES; index++) {
      if (counts[index] > 0) {
        String label =
            index < mask.labels().size() ? mask.labels().get(index) : Integer.toString(index);
        shares.add(new Share(index, label, counts[index] / (double) mask.classes().length));
      }
    }
    return shares;
  }
}
