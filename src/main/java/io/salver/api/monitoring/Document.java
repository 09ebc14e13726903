package io.salver.api.monitoring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of texts, numbers, lists and other objects, in the order in which they were put, which
 * each protocol writes in its way. Not thread-safe.
 */
final class Document {

  /** Values may be null, which protocols write as such. */
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Puts a value of those kinds. */
  Document put(String key, Object value) {
    fields.put(key, value);
    return this;
  }

  /** Puts a whole number. */
  Document put(String key, long number) {
    fields.put(key, number);
    return this;
  }

  Document put(String key, Document value) {
    return put(key, value.fields);
  }

  /** Puts a number; one that is not finite is null. */
  Document put(String key, double number) {
    return putOrNull(key, finite(number));
  }

  /** Puts what is there. */
  Document put(String key, OptionalDouble number) {
    number.ifPresent(value -> put(key, value));
    return this;
  }

  /** Puts a value, or null. */
  Document putOrNull(String key, Optional<String> value) {
    return putOrNull(key, value.orElse(null));
  }

  @SuppressWarnings("NullAway") // plain maps have no type for values that may be null
  private Document putOrNull(String key, @Nullable Object value) {
    fields.put(key, value);
    return this;
  }

  /** Puts a list of objects. */
  <T> Document put(String key, List<T> values, Function<T, Document> writer) {
    return put(key, values.stream().map(value -> writer.apply(value).fields).toList());
  }

  /** All of another one's. */
  Document putAll(Document other) {
    fields.putAll(other.fields);
    return this;
  }

  /** As plain maps and lists. */
  Map<String, Object> fields() {
    return fields;
  }

  static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? (Double) number : null;
  }
}
