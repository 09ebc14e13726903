package io.salver.batch;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the tensors of several requests along the batch axis, the first one, and splits outputs
 * again. Row-major order makes a join a concatenation and a part of it a slice. Immutable.
 */
public final class Joiner {

  private final List<TensorSpec> inputs;
  private final boolean batchable;

  /** For requests of a model with that signature. */
  public Joiner(Signature signature) {
    this.inputs = signature.inputs();
    this.batchable = signature.isBatchable();
  }

  /**
   * Whether a request could be joined with others: it has rows, as many in every input. An input
   * that is meant to be stretched over the others' rows is no row of a batch.
   */
  public boolean isJoinable(Tensors tensors) {
    if (!batchable || inputs.isEmpty()) {
      return false;
    }
    long rows = rows(tensors);
    for (TensorSpec input : inputs) {
      if (tensors.get(input.name()).shape().extent(0) != rows) {
        return false;
      }
    }
    return rows > 0;
  }

  /** The rows of a request that {@link #isJoinable}. */
  public long rows(Tensors tensors) {
    return tensors.get(inputs.getFirst().name()).shape().extent(0);
  }

  /** Whether two joinable requests differ in nothing but their rows and values. */
  public boolean fit(Tensors one, Tensors other) {
    for (TensorSpec input : inputs) {
      Shape mine = one.get(input.name()).shape();
      Shape theirs = other.get(input.name()).shape();
      for (int axis = 1; axis < mine.rank(); axis++) {
        if (mine.extent(axis) != theirs.extent(axis)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The rows of all requests, in their order.
   *
   * @param scope receives the joined tensors
   */
  public Tensors join(List<Tensors> requests, TensorScope scope) {
    Tensors.Builder joined = Tensors.builder();
    for (TensorSpec input : inputs) {
      List<Tensor> parts = new ArrayList<>(requests.size());
      requests.forEach(request -> parts.add(request.get(input.name())));
      joined.put(input.name(), concatenate(input, parts, scope));
    }
    return joined.build();
  }

  /**
   * The outputs of each request; they share the memory of {@code outputs}.
   *
   * @param rows the rows of each request, in the order in which they were joined
   * @throws BackendFailure when an output does not have a row for each row of the inputs
   */
  public List<Tensors> split(Tensors outputs, long[] rows) {
    List<Tensors.Builder> parts = new ArrayList<>(rows.length);
    long total = 0;
    for (long of : rows) {
      parts.add(Tensors.builder());
      total += of;
    }
    for (String name : outputs.names()) {
      Tensor whole = outputs.get(name);
      requireRows(name, whole.shape(), total);
      long start = 0;
      for (int i = 0; i < rows.length; i++) {
        parts.get(i).put(name, part(whole, start, rows[i], total));
        start += rows[i];
      }
    }
    return parts.stream().map(Tensors.Builder::build).toList();
  }

  private static Tensor concatenate(TensorSpec input, List<Tensor> parts, TensorScope scope) {
    long rows = parts.stream().mapToLong(part -> part.shape().extent(0)).sum();
    Shape shape = withRows(parts.getFirst().shape(), rows);
    if (!input.dataType().isDense()) {
      List<byte[]> elements = new ArrayList<>();
      parts.forEach(part -> elements.addAll(((Tensor.Strings) part).elements()));
      return new Tensor.Strings(shape, elements);
    }
    Tensor.Dense joined = scope.allocate(input.dataType(), shape);
    ByteBuffer target = joined.view();
    parts.forEach(part -> target.put(((Tensor.Dense) part).view()));
    return joined;
  }

  private static Tensor part(Tensor whole, long start, long rows, long total) {
    Shape shape = withRows(whole.shape(), rows);
    return switch (whole) {
      case Tensor.Dense dense -> {
        int rowBytes = (int) (dense.data().limit() / total);
        ByteBuffer slice = dense.data().slice((int) start * rowBytes, (int) rows * rowBytes);
        yield new Tensor.Dense(dense.dataType(), shape, slice.order(ByteOrder.LITTLE_ENDIAN));
      }
      case Tensor.Strings strings -> {
        int rowElements = (int) (strings.elements().size() / total);
        int first = (int) start * rowElements;
        yield new Tensor.Strings(
            shape, strings.elements().subList(first, first + (int) rows * rowElements));
      }
    };
  }

  private static void requireRows(String output, Shape shape, long total) {
    if (shape.rank() == 0 || shape.extent(0) != total) {
      throw new BackendFailure(
          "output '%s' of a joined run has shape %s, expected %d rows"
              .formatted(output, shape, total));
    }
  }

  private static Shape withRows(Shape shape, long rows) {
    long[] extents = shape.toArray();
    extents[0] = rows;
    return Shape.of(extents);
  }
}
