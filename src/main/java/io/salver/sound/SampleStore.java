package io.salver.sound;

import io.salver.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects samples whose number is not known before, and charges a scope with their memory. Memory
 * grows with what has come, never with what a file's head promises. Confined.
 */
final class SampleStore implements SampleSink {

  private static final int BLOCK = 1 << 16;

  private final TensorScope scope;
  private final List<float[]> full = new ArrayList<>();
  private float[] current = new float[0];
  private int filled;

  SampleStore(TensorScope scope) {
    this.scope = scope;
  }

  @Override
  public void accept(float[] samples, int count) {
    int taken = 0;
    while (taken < count) {
      if (filled == current.length) {
        extend();
      }
      int part = Math.min(count - taken, current.length - filled);
      System.arraycopy(samples, taken, current, filled, part);
      filled += part;
      taken += part;
    }
  }

  /** All of them, as one array. */
  float[] toArray() {
    if (full.isEmpty() && filled == current.length) {
      return current;
    }
    int size = full.size() * BLOCK + filled;
    scope.reserve((long) size * Float.BYTES);
    float[] all = new float[size];
    for (int i = 0; i < full.size(); i++) {
      System.arraycopy(full.get(i), 0, all, i * BLOCK, BLOCK);
    }
    System.arraycopy(current, 0, all, full.size() * BLOCK, filled);
    full.clear();
    return all;
  }

  private void extend() {
    scope.reserve((long) BLOCK * Float.BYTES);
    if (current.length > 0) {
      full.add(current);
    }
    current = new float[BLOCK];
    filled = 0;
  }
}
