package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import io.salver.api.DenseElements;
import io.salver.api.MemoryBudget;
import io.salver.api.StringElements;
import io.salver.api.TensorDeclaration;
import io.salver.fault.InvalidInput;
import io.salver.tensor.DataType;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads the {@code data} of an input, flat or nested in any way, without an object per element. One
 * use; not thread-safe.
 */
final class JsonElementReader {

  private final JsonParser parser;
  private final TensorDeclaration declaration;

  /** A reader of the array whose start is the parser's current token. */
  JsonElementReader(JsonParser parser, TensorDeclaration declaration) {
    this.parser = parser;
    this.declaration = declaration;
  }

  /**
   * The tensor; the parser then stands at the end of the array.
   *
   * @param documentBytes length of the whole document, which bounds the elements it can hold
   */
  Tensor read(TensorScope scope, MemoryBudget budget, int documentBytes) throws IOException {
    return switch (declaration.dataType()) {
      case BYTES -> strings(new StringElements(declaration, budget));
      case FP16, BF16 ->
          throw new InvalidInput(
              "input '"
                  + declaration.name()
                  + "': "
                  + declaration.dataType()
                  + " elements travel only as binary");
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP32, FP64 ->
          dense(new DenseElements(declaration, scope, budget, documentBytes / 2));
    };
  }

  private Tensor.Dense dense(DenseElements elements) throws IOException {
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      switch (token) {
        case VALUE_NUMBER_FLOAT -> real(elements);
        case VALUE_NUMBER_INT -> whole(elements);
        case VALUE_TRUE -> elements.flag(true);
        case VALUE_FALSE -> elements.flag(false);
        case START_ARRAY -> depth++;
        case END_ARRAY -> depth--;
        case null, default -> throw unexpected();
      }
    }
    return elements.finish();
  }

  private Tensor.Strings strings(StringElements elements) throws IOException {
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      switch (token) {
        case VALUE_STRING -> elements.add(parser.getText().getBytes(StandardCharsets.UTF_8));
        case START_ARRAY -> depth++;
        case END_ARRAY -> depth--;
        case null, default -> throw unexpected();
      }
    }
    return elements.finish();
  }

  private void real(DenseElements elements) throws IOException {
    if (declaration.dataType() == DataType.FP32) {
      elements.real32(real32());
    } else if (declaration.dataType() == DataType.FP64) {
      elements.real64(real64());
    } else {
      throw unexpected();
    }
  }

  private void whole(DenseElements elements) throws IOException {
    if (declaration.dataType() == DataType.FP32) {
      elements.real32(real32());
    } else if (declaration.dataType() == DataType.FP64) {
      elements.real64(real64());
    } else if (parser.getNumberType() != NumberType.BIG_INTEGER) {
      elements.whole(parser.getLongValue());
    } else {
      BigInteger value = parser.getBigIntegerValue();
      if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
        throw declaration.unfit(Json.describe(parser));
      }
      elements.unsigned64(value.longValue());
    }
  }

  private float real32() throws IOException {
    float value = parser.getFloatValue();
    if (!Float.isFinite(value)) {
      requireBareToken();
    }
    return value;
  }

  private double real64() throws IOException {
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      requireBareToken();
    }
    return value;
  }

  /** Tells {@code Infinity}, which is a value, from {@code 1e999}, which is none. */
  private void requireBareToken() throws IOException {
    String text = parser.getText();
    if (Character.isDigit(text.charAt(text.length() - 1))) {
      throw declaration.unfit(Json.describe(parser));
    }
  }

  private InvalidInput unexpected() throws IOException {
    return new InvalidInput(
        "input '"
            + declaration.name()
            + "': "
            + Json.describe(parser)
            + " is no "
            + declaration.dataType());
  }
}
