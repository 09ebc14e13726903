package io.salver.backend.onnx;

import io.salver.fault.InvalidInput;
import io.salver.fault.Unsupported;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries byte strings over ONNX Runtime's Java binding, which knows only Java strings and passes
 * them in the JVM's modified UTF-8. What that encoding would change is refused rather than changed.
 */
final class ByteStrings {

  private ByteStrings() {}

  /**
   * The elements as text.
   *
   * @throws InvalidInput when one is not UTF-8
   * @throws Unsupported when one holds a character that the binding cannot carry
   */
  static String[] toJava(String input, List<byte[]> elements) {
    String[] texts = new String[elements.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = toJava(input, i, elements.get(i));
    }
    return texts;
  }

  private static String toJava(String input, int index, byte[] element) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(element)).toString();
    } catch (CharacterCodingException notText) {
      throw new InvalidInput(
          "element %d of input '%s' is not UTF-8, the model takes text".formatted(index, input));
    }
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == 0 || Character.isSurrogate(unit)) {
        throw new Unsupported(
            "element %d of input '%s' holds U+%04X, which cannot be passed to an ONNX model unchanged"
                .formatted(index, input, text.codePointAt(i)));
      }
    }
    return text;
  }

  /** The elements of a string, or of an array of strings of any rank, in row-major order. */
  static List<byte[]> toBytes(Object value) {
    List<byte[]> elements = new ArrayList<>();
    collect(value, elements);
    return elements;
  }

  private static void collect(Object value, List<byte[]> elements) {
    if (value instanceof Object[] array) {
      for (Object element : array) {
        collect(element, elements);
      }
    } else {
      elements.add(value.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
