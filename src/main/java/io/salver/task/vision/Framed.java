package io.salver.task.vision;

import io.salver.image.PictureDecoder;
import io.salver.image.PictureHead;
import io.salver.image.Placement;
import io.salver.task.Naming;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A picture of a request of which the head was read: how large it is, and where it will lie in the
 * model's input.
 *
 * @param index its place in the request
 */
record Framed(int index, ByteBuffer file, PictureHead head, Placement placement) {

  /** Reads the heads of all files, and finds out where they will lie. */
  static List<Framed> all(List<ByteBuffer> files, PictureDecoder decoder, Fitting fitting) {
    List<Framed> all = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      int index = i;
      ByteBuffer file = files.get(i);
      all.add(
          naming(
              index,
              files.size(),
              () -> {
                PictureHead head = decoder.head(file);
                return new Framed(index, file, head, fitting.place(head.width(), head.height()));
              }));
    }
    return all;
  }

  /** Those that can share a run, at most {@code maxRows} together. */
  static List<List<Framed>> batches(List<Framed> pictures, int maxRows) {
    Map<List<Integer>, List<List<Framed>>> bySize = new LinkedHashMap<>();
    for (Framed each : pictures) {
      List<Integer> size = List.of(each.placement.height(), each.placement.width());
      List<List<Framed>> batches = bySize.computeIfAbsent(size, key -> new ArrayList<>());
      if (batches.isEmpty() || batches.getLast().size() == maxRows) {
        batches.add(new ArrayList<>());
      }
      batches.getLast().add(each);
    }
    return bySize.values().stream().flatMap(Collection::stream).toList();
  }

  /** Has a complaint about one of several pictures say about which. */
  static <T> T naming(int index, int count, Supplier<T> work) {
    return Naming.of("picture", index, count, work);
  }
}
