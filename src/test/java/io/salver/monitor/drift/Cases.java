package io.salver.monitor.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What SciPy says: {@code models/recipes/monitoring/cases.py} writes it. */
final class Cases {

  private static final JsonNode ALL = read();

  private Cases() {}

  static JsonNode of(String group) {
    return ALL.path(group);
  }

  static Stream<JsonNode> each(String group) {
    return StreamSupport.stream(of(group).spliterator(), false);
  }

  static double[] doubles(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  static long[] longs(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }

  private static JsonNode read() {
    try (InputStream stream = Cases.class.getResourceAsStream("/monitor/cases.json")) {
      return new JsonMapper().readTree(Objects.requireNonNull(stream));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
