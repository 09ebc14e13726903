package io.salver.recommend.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.recommend.Value;
import io.salver.time.Ticker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class TableTest {

  private static final SequencedMap<String, AttributeKind> SCHEMA = new LinkedHashMap<>();

  static {
    SCHEMA.put("word", AttributeKind.TEXT);
    SCHEMA.put("number", AttributeKind.NUMBER);
    SCHEMA.put("words", AttributeKind.TEXTS);
  }

  /** A map of maps is the oracle, through puts over puts and removals. */
  @Property(tries = 100, seed = "1")
  void holds_what_was_put_last(@ForAll long seed) {
    Random random = new Random(seed);
    Table table = Table.empty(IdDirectory.empty(Ticker.SYSTEM), SCHEMA);
    Map<Long, Map<String, Value>> oracle = new HashMap<>();
    for (int step = 0; step < 400; step++) {
      long id = 1L + random.nextInt(40);
      if (random.nextInt(4) == 0) {
        table.remove(id);
        oracle.remove(id);
      } else {
        Map<String, Value> values = random(random);
        table.put(id, values);
        oracle.put(id, values);
      }
    }
    assertThat(table.size()).isEqualTo(oracle.size());
    oracle.forEach((id, values) -> assertThat(table.values(table.ids().row(id))).isEqualTo(values));
    var keeps = table.find("word").orElseThrow().isAnyOf(List.of("w1", "w2", "unheard"));
    var lists = table.find("words").orElseThrow().isAnyOf(List.of("w1"));
    var numbers = table.find("number").orElseThrow().isAnyOf(List.of("3"));
    oracle.forEach(
        (id, values) -> {
          int row = table.ids().row(id);
          Value word = values.get("word");
          assertThat(keeps.test(row))
              .isEqualTo(new Value.Text("w1").equals(word) || new Value.Text("w2").equals(word));
          assertThat(lists.test(row))
              .isEqualTo(
                  values.get("words") instanceof Value.Texts texts && texts.texts().contains("w1"));
          assertThat(numbers.test(row)).isEqualTo(new Value.Real(3).equals(values.get("number")));
        });
  }

  @Test
  void texts_that_nobody_has_any_more_are_forgotten() {
    Table table = Table.empty(IdDirectory.empty(Ticker.SYSTEM), SCHEMA);
    for (int i = 0; i < 10_000; i++) {
      table.put(1 + i % 3, Map.of("word", new Value.Text("text " + i)));
    }
    TextColumn column = (TextColumn) table.find("word").orElseThrow();
    assertThat(column.distinct()).hasSizeLessThan(2_000);
    assertThat(column.value(table.ids().row(1))).contains(new Value.Text("text 9999"));
  }

  @Test
  void a_filter_that_was_made_before_a_change_still_tells_right_from_wrong() {
    Table table = Table.empty(IdDirectory.empty(Ticker.SYSTEM), SCHEMA);
    table.put(1, Map.of("word", new Value.Text("red")));
    var red = table.find("word").orElseThrow().isAnyOf(List.of("red"));
    for (int i = 2; i < 3_000; i++) {
      table.put(i, Map.of("word", new Value.Text("other " + i)));
    }
    assertThat(red.test(0)).isTrue();
    assertThat(red.test(2_500)).isFalse();
  }

  private static Map<String, Value> random(Random random) {
    Map<String, Value> values = new LinkedHashMap<>();
    if (random.nextInt(4) > 0) {
      values.put("word", new Value.Text("w" + random.nextInt(5)));
    }
    if (random.nextInt(4) > 0) {
      values.put("number", new Value.Real(random.nextInt(6)));
    }
    if (random.nextInt(4) > 0) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        texts.add("w" + random.nextInt(4));
      }
      values.put("words", new Value.Texts(texts));
    }
    return values;
  }
}
