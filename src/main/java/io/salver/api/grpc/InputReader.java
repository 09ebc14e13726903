package io.salver.api.grpc;

import io.salver.api.MemoryBudget;
import io.salver.api.Parameters;
import io.salver.api.RawTensors;
import io.salver.api.TensorDeclaration;
import io.salver.fault.InvalidInput;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code InferInputTensor}. Contents that come before the datatype or the shape, which
 * protobuf allows and no known client does, are kept as bytes and read at the end. One use; not
 * thread-safe.
 */
final class InputReader {

  private final MessageReader message;
  private final TensorScope scope;
  private final MemoryBudget budget;

  private String name = "";
  private String dataType = "";
  private long[] shape = new long[4];
  private int rank;
  private @Nullable Tensor tensor;
  private @Nullable ByteBuffer unread;
  private @Nullable TensorDeclaration declaredBefore;

  InputReader(MessageReader message, TensorScope scope, MemoryBudget budget) {
    this.message = message;
    this.scope = scope;
    this.budget = budget;
  }

  /** An input; its elements are absent when they are to come raw. */
  record Input(TensorDeclaration declaration, Optional<Tensor> contents) {

    /** The tensor of {@code raw}. */
    Tensor withRaw(ByteBuffer raw, TensorScope scope, MemoryBudget budget) {
      if (contents.isPresent()) {
        throw new InvalidInput(
            "input '"
                + declaration.name()
                + "' has contents, and the request has raw_input_contents; use one of them");
      }
      return RawTensors.decode(declaration, raw, scope, budget);
    }

    /** The tensor of a request without raw contents. */
    Tensor withoutRaw(TensorScope scope, MemoryBudget budget) {
      return contents.orElseGet(
          () ->
              new ContentsReader(new MessageReader(ByteBuffer.allocate(0)), declaration)
                  .read(scope, budget));
    }
  }

  Input read() {
    long outer = message.enter();
    Parameters parameters = new Parameters("an input");
    while (message.hasMore()) {
      int tag = message.tag();
      switch (tag) {
        case 1 << 3 | MessageReader.DELIMITED -> name = message.text();
        case 2 << 3 | MessageReader.DELIMITED -> dataType = message.text();
        case 3 << 3 | MessageReader.DELIMITED -> packedShape();
        case 3 << 3 | MessageReader.VARINT -> extent();
        case 4 << 3 | MessageReader.DELIMITED -> ParameterReader.read(message, parameters);
        case 5 << 3 | MessageReader.DELIMITED -> contents();
        default -> message.skip(tag);
      }
    }
    message.leave(outer);
    parameters.refuse("shared_memory_region");
    return finish();
  }

  private void packedShape() {
    long outer = message.enter();
    while (message.hasMore()) {
      extent();
    }
    message.leave(outer);
  }

  private void extent() {
    shape = rank == shape.length ? Arrays.copyOf(shape, 2 * rank) : shape;
    shape[rank++] = message.varint();
  }

  private void contents() {
    if (tensor != null || unread != null) {
      throw new InvalidInput("input '" + name + "' has contents twice");
    }
    if (!name.isEmpty() && !dataType.isEmpty() && rank > 0) {
      long outer = message.enter();
      if (message.hasMore()) {
        declaredBefore = declaration();
        tensor = new ContentsReader(message, declaredBefore).read(scope, budget);
      }
      message.leave(outer);
    } else {
      unread = scope.allocate(message.length());
      message.read(unread);
      unread.flip();
    }
  }

  private Input finish() {
    TensorDeclaration declaration = declaration();
    if (declaredBefore != null && !declaredBefore.equals(declaration)) {
      throw new InvalidInput(
          "input '" + name + "' changes its name, datatype or shape after its contents");
    }
    if (unread != null && unread.hasRemaining()) {
      tensor = new ContentsReader(new MessageReader(unread), declaration).read(scope, budget);
    }
    return new Input(declaration, Optional.ofNullable(tensor));
  }

  private TensorDeclaration declaration() {
    return TensorDeclaration.of(name, dataType, Arrays.copyOf(shape, rank));
  }
}
