package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.salver.api.DenseElements;
import io.salver.api.TensorDeclaration;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.tensor.DataType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads an array of numbers or booleans, nested in any way, from the bytes of a document straight
 * into a tensor (RFC 8259, and the bare tokens NaN, Infinity and -Infinity). What it does not take
 * it has Jackson name. One use; not thread-safe.
 */
final class JsonElementScanner {

  /** Nesting at the elements: the request, its inputs, the input, its data. */
  private static final int DATA_DEPTH = 4;

  /** Characters beyond which a number is refused, as Jackson does. */
  private static final int MAX_LENGTH = 1000;

  /** An array that goes on with a value. */
  private static final byte[] BEFORE_VALUE = bytes("[0,");

  private static final byte[] TRUE = bytes("true");
  private static final byte[] FALSE = bytes("false");
  private static final byte[] NAN = bytes("NaN");
  private static final byte[] INFINITY = bytes("Infinity");
  private static final byte[] NEGATIVE_INFINITY = bytes("-Infinity");

  private final ByteBuffer document;
  private final int length;
  private final DenseElements elements;
  private final TensorDeclaration declaration;
  private final DataType type;
  private final JsonNumber number;

  /** A scanner of {@code document}, which is little-endian and begins at 0. */
  JsonElementScanner(ByteBuffer document, DenseElements elements) {
    this.document = document;
    this.length = document.limit();
    this.elements = elements;
    this.declaration = elements.declaration();
    this.type = declaration.dataType();
    this.number = new JsonNumber(document);
  }

  /** Reads from {@code start}, behind the array's bracket; returns the offset of its end. */
  int scan(int start) {
    int depth = DATA_DEPTH;
    int at = skipSpace(start);
    boolean mayEnd = true;
    while (true) {
      byte first = at(at);
      if (first == '[') {
        depth = deeper(depth, at);
        at = skipSpace(at + 1);
        mayEnd = true;
        continue;
      }
      if (first != ']' || !mayEnd) {
        at = skipSpace(element(at, first));
      }
      while (at(at) == ']') {
        if (--depth < DATA_DEPTH) {
          return at;
        }
        at = skipSpace(at + 1);
      }
      if (at(at) != ',') {
        throw unseparated(at);
      }
      at = skipSpace(at + 1);
      mayEnd = false;
    }
  }

  /** Takes the element at {@code at}, or several numbers; returns the offset after the last. */
  private int element(int at, byte first) {
    return startsNumber(first) && number.read(at) ? numbers() : word(at, first);
  }

  /** Takes the number that was read, and those after it as long as one follows the other. */
  private int numbers() {
    int end;
    int next;
    do {
      take();
      end = number.end();
      next = at(end + 1) == ' ' ? end + 2 : end + 1;
    } while (at(end) == ',' && startsNumber(at(next)) && number.read(next));
    return end;
  }

  private void take() {
    requireShort();
    switch (type) {
      case FP32 -> {
        float value = number.floatValue();
        requireFinite(Float.isFinite(value));
        elements.real32(value);
      }
      case FP64 -> {
        double value = number.doubleValue();
        requireFinite(Double.isFinite(value));
        elements.real64(value);
      }
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, BF16, BYTES ->
          whole();
    }
  }

  private static boolean startsNumber(byte character) {
    return character == '-' || JsonDigits.isDigit(character);
  }

  private void whole() {
    if (!number.isWhole()) {
      throw refused(number.start());
    }
    if (number.fitsLong()) {
      elements.whole(number.longValue());
      return;
    }
    BigInteger value = number.bigValue();
    if (value.bitLength() < Long.SIZE) {
      elements.whole(value.longValue());
    } else if (value.signum() > 0 && value.bitLength() == Long.SIZE) {
      elements.unsigned64(value.longValue());
    } else {
      throw declaration.unfit(Json.shortened(number.text()));
    }
  }

  private void requireShort() {
    int characters = number.end() - number.start();
    if (characters > MAX_LENGTH) {
      throw new InvalidInput(
          "input '"
              + declaration.name()
              + "': a number has "
              + characters
              + " characters, at most "
              + MAX_LENGTH
              + " are allowed");
    }
  }

  private void requireFinite(boolean finite) {
    if (!finite) {
      throw declaration.unfit(Json.shortened(number.text()));
    }
  }

  /** Takes an element that is no number. */
  private int word(int at, byte first) {
    if (first == 't' && matches(at, TRUE)) {
      elements.flag(true);
      return at + TRUE.length;
    }
    if (first == 'f' && matches(at, FALSE)) {
      elements.flag(false);
      return at + FALSE.length;
    }
    if (type == DataType.FP32 || type == DataType.FP64) {
      if (first == 'N' && matches(at, NAN)) {
        return real(at, NAN, Double.NaN);
      }
      if (first == 'I' && matches(at, INFINITY)) {
        return real(at, INFINITY, Double.POSITIVE_INFINITY);
      }
      if (first == '-' && matches(at, NEGATIVE_INFINITY)) {
        return real(at, NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
      }
    }
    throw refused(at);
  }

  private int real(int at, byte[] word, double value) {
    if (type == DataType.FP32) {
      elements.real32((float) value);
    } else {
      elements.real64(value);
    }
    return at + word.length;
  }

  private int deeper(int depth, int at) {
    if (depth == Json.MAX_DEPTH) {
      throw Json.malformed(at, "nesting depth exceeds " + Json.MAX_DEPTH);
    }
    return depth + 1;
  }

  private boolean matches(int at, byte[] word) {
    if (word.length > length - at) {
      return false;
    }
    for (int index = 0; index < word.length; index++) {
      if (document.get(at + index) != word[index]) {
        return false;
      }
    }
    return true;
  }

  private int skipSpace(int offset) {
    int at = offset;
    byte next = at(at);
    while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
      next = at(++at);
    }
    return at;
  }

  /** The byte at {@code offset}; 0, which stands nowhere in JSON, behind the end. */
  private byte at(int offset) {
    return offset < length ? document.get(offset) : 0;
  }

  private InvalidInput unseparated(int at) {
    String place = " in the data of input '" + declaration.name() + "'; expected ',' or ']'";
    return at >= length
        ? Json.malformed(at, "unexpected end" + place)
        : Json.malformed(at, "unexpected byte " + Byte.toUnsignedInt(document.get(at)) + place);
  }

  /** The fault of the value at {@code at}, in Jackson's words. */
  private Fault refused(int at) {
    ByteBuffer rest = document.slice(at, length - at);
    SequenceInputStream array =
        new SequenceInputStream(
            new ByteArrayInputStream(BEFORE_VALUE), new ByteBufferInputStream(rest));
    try (JsonParser parser = Json.FACTORY.createParser(array)) {
      parser.nextToken();
      parser.nextToken();
      parser.nextToken();
      return new InvalidInput(
          "input '" + declaration.name() + "': " + Json.describe(parser) + " is no " + type);
    } catch (JsonProcessingException e) {
      return Json.malformed(at, e.getOriginalMessage());
    } catch (IOException e) {
      return Json.notUtf8();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
