package io.salver.recommend.rerank;

import io.salver.recommend.rerank.Selection.Placed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The places of one answer, filled from front to back. Confined to one thread. */
final class Places {

  private final @Nullable Placed[] places;

  Places(int count) {
    this.places = new Placed[count];
  }

  /**
   * Puts a candidate into {@code place} or, where that is taken or does not exist, into the next
   * free one behind it or the last free one.
   */
  void put(int place, Placed placed) {
    for (int i = Math.min(place, places.length - 1); i < places.length; i++) {
      if (places[i] == null) {
        places[i] = placed;
        return;
      }
    }
    for (int i = places.length - 1; i >= 0; i--) {
      if (places[i] == null) {
        places[i] = placed;
        return;
      }
    }
    throw new IllegalStateException("all " + places.length + " places are taken");
  }

  /** Fills the free places in order. */
  List<Placed> fill(List<Placed> rest) {
    List<Placed> all = new ArrayList<>(places.length);
    int taken = 0;
    for (Placed place : places) {
      if (place != null) {
        all.add(place);
      } else if (taken < rest.size()) {
        all.add(rest.get(taken++));
      }
    }
    return all;
  }
}
