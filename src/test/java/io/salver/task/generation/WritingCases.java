package io.salver.task.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What the recipes say that the fixtures write. */
final class WritingCases {

  private WritingCases() {}

  static List<JsonNode> of(String model) {
    try {
      JsonNode document =
          new JsonMapper()
              .readTree(WritingHouse.FIXTURES.resolve(model).resolve("expected.json").toFile());
      List<JsonNode> cases = new ArrayList<>();
      document.get("cases").forEach(cases::add);
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Integer> ids(JsonNode array) {
    List<Integer> ids = new ArrayList<>();
    array.forEach(each -> ids.add(each.intValue()));
    return ids;
  }
}
