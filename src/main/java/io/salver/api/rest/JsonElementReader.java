package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.salver.api.DenseElements;
import io.salver.api.MemoryBudget;
import io.salver.api.StringElements;
import io.salver.api.TensorDeclaration;
import io.salver.fault.InvalidInput;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the {@code data} of an input, flat or nested in any way, without an object per element:
 * numbers and booleans from the document itself, strings through Jackson. Not thread-safe.
 */
final class JsonElementReader {

  private final JsonDocument document;
  private final TensorScope scope;
  private final MemoryBudget budget;

  JsonElementReader(JsonDocument document, TensorScope scope, MemoryBudget budget) {
    this.document = document;
    this.scope = scope;
    this.budget = budget;
  }

  /**
   * The tensor of the array at the start of which the parser stands, and can be taken over there;
   * the parser then stands at its end.
   */
  Tensor read(TensorDeclaration declaration) throws IOException {
    if (isText(declaration)) {
      return strings(document.parser(), declaration);
    }
    DenseElements elements = elements(declaration);
    document.resume(new JsonElementScanner(document.bytes(), elements).scan(document.offset()));
    document.parser().nextToken();
    return elements.finish();
  }

  /** The tensor of the array whose first byte behind the bracket is at {@code start}. */
  Tensor read(TensorDeclaration declaration, int start) throws IOException {
    if (!isText(declaration)) {
      DenseElements elements = elements(declaration);
      new JsonElementScanner(document.bytes(), elements).scan(start);
      return elements.finish();
    }
    ByteBuffer array = document.bytes().slice(start - 1, document.bytes().limit() - start + 1);
    try (JsonParser parser = Json.FACTORY.createParser(new ByteBufferInputStream(array))) {
      parser.nextToken();
      return strings(parser, declaration);
    }
  }

  private static boolean isText(TensorDeclaration declaration) {
    return switch (declaration.dataType()) {
      case BYTES -> true;
      case FP16, BF16 ->
          throw new InvalidInput(
              "input '"
                  + declaration.name()
                  + "': "
                  + declaration.dataType()
                  + " elements travel only as binary");
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP32, FP64 -> false;
    };
  }

  /** Memory for the elements, of which the document has at most one in two bytes. */
  private DenseElements elements(TensorDeclaration declaration) {
    return new DenseElements(declaration, scope, budget, document.bytes().limit() / 2);
  }

  private Tensor.Strings strings(JsonParser parser, TensorDeclaration declaration)
      throws IOException {
    StringElements elements = new StringElements(declaration, budget);
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      switch (token) {
        case VALUE_STRING -> elements.add(parser.getText().getBytes(StandardCharsets.UTF_8));
        case START_ARRAY -> depth++;
        case END_ARRAY -> depth--;
        case null, default ->
            throw new InvalidInput(
                "input '" + declaration.name() + "': " + Json.describe(parser) + " is no BYTES");
      }
    }
    return elements.finish();
  }
}
