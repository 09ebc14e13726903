package io.salver.api.grpc;

import io.salver.fault.InvalidInput;
import io.salver.recommend.Value;
import io.salver.v1.Texts;
import java.util.LinkedHashMap;
import java.util.Map;

/** Raw values of features and attributes as messages. Stateless. */
final class ValueMessages {

  private ValueMessages() {}

  /**
   * Values by name.
   *
   * @param field where they stand, for messages
   * @throws InvalidInput that names the field, what was expected and what came
   */
  static Map<String, Value> decode(String field, Map<String, io.salver.v1.Value> given) {
    Map<String, Value> values = new LinkedHashMap<>();
    given.forEach((name, value) -> values.put(name, decode(field + "." + name, value)));
    return values;
  }

  static io.salver.v1.Value encode(Value value) {
    io.salver.v1.Value.Builder message = io.salver.v1.Value.newBuilder();
    return switch (value) {
      case Value.Text text -> message.setText(text.text()).build();
      case Value.Real real -> message.setNumber(real.number()).build();
      case Value.Texts texts ->
          message.setTexts(Texts.newBuilder().addAllTexts(texts.texts())).build();
    };
  }

  static double finite(String field, double number) {
    if (!Double.isFinite(number)) {
      throw new InvalidInput(field + " expects a number, received " + number);
    }
    return number;
  }

  private static Value decode(String field, io.salver.v1.Value given) {
    return switch (given.getKindCase()) {
      case TEXT -> new Value.Text(given.getText());
      case NUMBER -> new Value.Real(finite(field, given.getNumber()));
      case TEXTS -> new Value.Texts(given.getTexts().getTextsList());
      case KIND_NOT_SET ->
          throw new InvalidInput(
              field + " expects a text, a number or a list of texts, received nothing");
    };
  }
}
