package io.salver.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.fault.BackendFailure;
import java.util.List;
import java.util.Map;

/** Maps, lists, texts and numbers as JSON in ASCII, which every database keeps as it is. */
final class PlainJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final TypeReference<List<Object>> LIST = new TypeReference<>() {};

  private PlainJson() {}

  static String write(Object plain) {
    try {
      return MAPPER.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not plain: " + plain, e);
    }
  }

  static Map<String, Object> map(String json) {
    return read(json, MAP);
  }

  static List<Object> list(String json) {
    return read(json, LIST);
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new BackendFailure("the store holds what is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
