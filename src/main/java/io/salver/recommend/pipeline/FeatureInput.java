package io.salver.recommend.pipeline;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.recommend.Value;
import io.salver.recommend.feature.Feature;
import io.salver.recommend.feature.Vocabulary;
import java.util.List;

/**
 * Encodes a feature that came with a request, where a wrong value is the client's mistake and never
 * silently unknown.
 */
final class FeatureInput {

  private FeatureInput() {}

  /** The codes of a categorical feature; {@code field} is its name in the request. */
  static int[] codes(String field, Feature.Category feature, Value value) {
    return new int[] {code(field, feature.vocabulary(), word(field, value))};
  }

  /** The codes of a feature of several words, zeros at the end. */
  static int[] codes(String field, Feature.Categories feature, Value value) {
    List<String> words =
        value instanceof Value.Texts texts ? texts.texts() : List.of(word(field, value));
    if (words.size() > feature.width()) {
      throw new InvalidInput(
          field + " takes at most " + feature.width() + " values, received " + words.size());
    }
    int[] codes = new int[feature.width()];
    for (int i = 0; i < words.size(); i++) {
      codes[i] = code(field, feature.vocabulary(), words.get(i));
    }
    return codes;
  }

  /** The encoded number. */
  static float number(String field, Feature.Scaled feature, Value value) {
    if (value instanceof Value.Real number) {
      return feature.scale().encode(number.number());
    }
    throw new InvalidInput(field + " expects a number, received " + describe(value));
  }

  private static String word(String field, Value value) {
    return switch (value) {
      case Value.Text text -> text.text();
      case Value.Real number -> Value.spell(number.number());
      case Value.Texts texts ->
          throw new InvalidInput(field + " expects one value, received " + describe(texts));
    };
  }

  private static int code(String field, Vocabulary vocabulary, String word) {
    int code = vocabulary.code(word);
    if (code == Vocabulary.UNKNOWN) {
      throw new InvalidInput(
          field + " has no value '" + word + "'" + Nearest.hint(word, vocabulary.words()));
    }
    return code;
  }

  private static String describe(Value value) {
    return switch (value) {
      case Value.Text text -> "'" + text.text() + "'";
      case Value.Real number -> Value.spell(number.number());
      case Value.Texts texts -> "a list of " + texts.texts().size();
    };
  }
}
