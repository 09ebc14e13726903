package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.salver.api.MemoryBudget;
import io.salver.api.Parameters;
import io.salver.api.RawTensors;
import io.salver.api.TensorDeclaration;
import io.salver.fault.InvalidInput;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object of {@code inputs}. Its keys may come in any order: data that comes before the
 * datatype or the shape is passed over and read in a second pass. One use; not thread-safe.
 */
final class JsonInputReader {

  private final JsonDocument document;
  private final TensorScope scope;
  private final MemoryBudget budget;

  private String name = "";
  private @Nullable String dataType;
  private long @Nullable [] shape;
  private Parameters parameters = new Parameters("an input");
  private @Nullable Tensor tensor;
  private OptionalInt passedOver = OptionalInt.empty();

  JsonInputReader(JsonDocument document, TensorScope scope, MemoryBudget budget) {
    this.document = document;
    this.scope = scope;
    this.budget = budget;
  }

  /** A tensor and its name. */
  record Input(String name, Tensor tensor) {}

  /**
   * Reads the object at which the document's parser stands.
   *
   * @param blobs the binary tensors that no input before this one has taken; its own is taken from
   *     the front
   */
  Input read(ByteBuffer blobs) throws IOException {
    JsonParser parser = document.parser();
    Json.require(parser, JsonToken.START_OBJECT, "an element of 'inputs'", "an object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "name" -> name = Json.text(parser, "the name of an input");
        case "datatype" -> dataType = Json.text(parser, "the datatype of " + owner());
        case "shape" -> shape = shape(parser);
        case "parameters" -> parameters = JsonParameters.read(parser, owner());
        case "data" -> data(parser);
        default -> parser.skipChildren();
      }
    }
    return new Input(name, finish(blobs));
  }

  private void data(JsonParser parser) throws IOException {
    Json.require(parser, JsonToken.START_ARRAY, "the data of " + owner(), "an array");
    if (!document.canBeTakenOver()) { // its key is spelled with escapes
      passedOver = OptionalInt.of(document.offset());
      parser.skipChildren();
    } else if (name.isEmpty() || dataType == null || shape == null) {
      passedOver = OptionalInt.of(document.offset());
      document.resume(document.endOfArray(document.offset()));
      parser.nextToken();
    } else {
      tensor = elements().read(declaration());
    }
  }

  private Tensor finish(ByteBuffer blobs) throws IOException {
    parameters.refuse("shared_memory_region");
    TensorDeclaration declaration = declaration();
    boolean binary = parameters.has("binary_data_size");
    if (binary == (tensor != null || passedOver.isPresent())) {
      throw new InvalidInput(
          owner()
              + (binary
                  ? " has both 'data' and the parameter 'binary_data_size'"
                  : " has neither 'data' nor the parameter 'binary_data_size'"));
    }
    if (binary) {
      return RawTensors.decode(declaration, blob(blobs), scope, budget);
    }
    return tensor != null ? tensor : elements().read(declaration, passedOver.getAsInt());
  }

  private JsonElementReader elements() {
    return new JsonElementReader(document, scope, budget);
  }

  private ByteBuffer blob(ByteBuffer blobs) {
    long size = parameters.count("binary_data_size").orElse(0L);
    if (size > blobs.remaining()) {
      throw new InvalidInput(
          owner()
              + " has binary_data_size "
              + size
              + ", but "
              + blobs.remaining()
              + " bytes are left after the JSON (see "
              + BinaryHeader.NAME
              + ")");
    }
    ByteBuffer blob = blobs.slice(blobs.position(), (int) size);
    blobs.position(blobs.position() + (int) size);
    return blob;
  }

  private TensorDeclaration declaration() {
    if (dataType == null || shape == null) {
      throw new InvalidInput(owner() + " has no " + (shape == null ? "shape" : "datatype"));
    }
    return TensorDeclaration.of(name, dataType, shape);
  }

  private long[] shape(JsonParser parser) throws IOException {
    Json.require(parser, JsonToken.START_ARRAY, "the shape of " + owner(), "an array");
    long[] extents = new long[8];
    int rank = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Json.require(
          parser, JsonToken.VALUE_NUMBER_INT, "an extent of " + owner(), "a non-negative integer");
      if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        throw new InvalidInput("an extent of " + owner() + " does not fit in 64 bits");
      }
      extents = rank == extents.length ? Arrays.copyOf(extents, 2 * rank) : extents;
      extents[rank++] = parser.getLongValue();
    }
    return Arrays.copyOf(extents, rank);
  }

  private String owner() {
    return name.isEmpty() ? "an input without a name" : "input '" + name + "'";
  }
}
