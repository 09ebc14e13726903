package io.salver.task.generation;

import io.salver.fault.BackendFailure;
import io.salver.task.generation.DecoderGraph.Cache;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys and values of all positions so far, as a run gave them: they go into the next run where
 * they lie. Owns the scope of that run. Confined to its decoder.
 */
final class KeyValues implements AutoCloseable {

  private final TensorScope scope;
  private final List<Cache> caches;
  private final List<Tensor.Dense> tensors;
  private final int rows;
  private final int length;

  private KeyValues(
      TensorScope scope, List<Cache> caches, List<Tensor.Dense> tensors, int rows, int length) {
    this.scope = scope;
    this.caches = caches;
    this.tensors = tensors;
    this.rows = rows;
    this.length = length;
  }

  /** Those of no position. */
  static KeyValues empty(DirectMemoryPool memory, List<Cache> caches, int rows) {
    return made(memory, caches, rows, 0, (cache, source, target) -> {}, List.of());
  }

  /**
   * Those that a run gave; takes {@code scope} over, also when it fails.
   *
   * @throws BackendFailure when they are not of so many rows and positions
   */
  static KeyValues of(
      Tensors outputs, TensorScope scope, List<Cache> caches, int rows, int length) {
    try {
      List<Tensor.Dense> tensors = new ArrayList<>(caches.size());
      for (Cache cache : caches) {
        Tensor.Dense tensor = outputs.dense(cache.present());
        Shape expected = shape(cache, rows, length);
        if (!tensor.shape().equals(expected)) {
          throw new BackendFailure(
              "the model gave '%s' %s; %s was expected"
                  .formatted(cache.present(), tensor.shape(), expected));
        }
        tensors.add(tensor);
      }
      return new KeyValues(scope, caches, tensors, rows, length);
    } catch (RuntimeException failure) {
      scope.close();
      throw failure;
    }
  }

  int rows() {
    return rows;
  }

  /** How many positions. */
  int length() {
    return length;
  }

  /** Adds them to the inputs of a run. */
  void addTo(Tensors.Builder inputs) {
    for (int i = 0; i < caches.size(); i++) {
      inputs.put(caches.get(i).past(), tensors.get(i));
    }
  }

  /** Copies of the rows {@code chosen}, in that order; closes this. */
  KeyValues select(DirectMemoryPool memory, int[] chosen) {
    try (this) {
      return made(
          memory,
          caches,
          chosen.length,
          length,
          (cache, source, target) -> {
            int size = bytes(cache) * cache.heads() * length;
            for (int row : chosen) {
              target.put(source.slice(row * size, size));
            }
          },
          tensors);
    }
  }

  /** Copies of the last {@code kept} positions; closes this. */
  KeyValues last(DirectMemoryPool memory, int kept) {
    try (this) {
      return made(
          memory,
          caches,
          rows,
          kept,
          (cache, source, target) -> {
            int size = bytes(cache) * kept;
            int step = bytes(cache) * length;
            for (int head = 1; head <= rows * cache.heads(); head++) {
              target.put(source.slice(head * step - size, size));
            }
          },
          tensors);
    }
  }

  @Override
  public void close() {
    scope.close();
  }

  private interface Copy {
    void copy(Cache cache, ByteBuffer source, ByteBuffer target);
  }

  private static KeyValues made(
      DirectMemoryPool memory,
      List<Cache> caches,
      int rows,
      int length,
      Copy copy,
      List<Tensor.Dense> sources) {
    TensorScope scope = memory.open();
    try {
      List<Tensor.Dense> tensors = new ArrayList<>(caches.size());
      for (int i = 0; i < caches.size(); i++) {
        Cache cache = caches.get(i);
        Tensor.Dense made = scope.allocate(cache.dataType(), shape(cache, rows, length));
        if (!sources.isEmpty()) {
          copy.copy(cache, sources.get(i).view(), made.view());
        }
        tensors.add(made);
      }
      return new KeyValues(scope, caches, tensors, rows, length);
    } catch (RuntimeException | Error failure) {
      scope.close();
      throw failure;
    }
  }

  private static Shape shape(Cache cache, int rows, int length) {
    return Shape.of(rows, cache.heads(), length, cache.extent());
  }

  /** Of one head at one position. */
  private static int bytes(Cache cache) {
    return cache.extent() * cache.dataType().size();
  }
}
