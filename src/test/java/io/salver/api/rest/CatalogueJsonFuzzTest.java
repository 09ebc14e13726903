package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.catalogue.CatalogueEntries;
import io.salver.fault.InvalidInput;
import io.salver.fault.TooLarge;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Item;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a line holds, it is a change or a fault of the client. */
final class CatalogueJsonFuzzTest {

  private static final List<String> SEEDS =
      List.of(
          "{\"id\":5,\"attributes\":{\"title\":\"Boots\",\"price\":9.5,\"tags\":[\"a\",\"b\"]}}",
          "{\"id\":5,\"delete\":true}",
          "{\"id\":5,\"image\":\"iVBORw0KGgo=\"}",
          "{\"id\":5,\"features\":{\"age\":\"25-34\"},\"history\":[1,2,3]}",
          "{\"id\":\"e\",\"type\":\"rating\",\"user_id\":1,\"item_id\":2,\"value\":4.5,"
              + "\"at\":\"2026-01-02T03:04:05Z\",\"recommendation_id\":\"r\",\"position\":3}");

  private final CatalogueJson json = new CatalogueJson(Clock.systemUTC());

  @Property(tries = 3000, seed = "1")
  void a_spoilt_line_is_a_change_or_refused(
      @ForAll("seeds") String seed, @ForAll("readers") int reader, @ForAll long random) {
    Random chance = new Random(random);
    byte[] line = seed.getBytes(StandardCharsets.UTF_8);
    for (int i = chance.nextInt(4); i >= 0; i--) {
      line[chance.nextInt(line.length)] = (byte) chance.nextInt(256);
    }
    assertIsReadOrRefused(line, reader);
  }

  @Property(tries = 2000, seed = "1")
  void any_bytes_are_refused(@ForAll byte[] line, @ForAll("readers") int reader) {
    assertIsReadOrRefused(line, reader);
  }

  @Property(seed = "1")
  void an_item_is_read_as_it_was_written(
      @ForAll("ids") long id, @ForAll Map<String, String> texts) {
    JsonObject attributes = new JsonObject();
    texts.forEach(attributes::put);
    byte[] line =
        new JsonObject().put("id", id).put("attributes", attributes).toBuffer().getBytes();
    try {
      Change change = json.itemLine(line);
      assertThat(change).isInstanceOf(Change.PutItem.class);
      Item item = ((Change.PutItem) change).item();
      assertThat(item.id()).isEqualTo(id);
      assertThat(item.attributes()).hasSize(texts.size());
    } catch (InvalidInput refused) {
      boolean isStorable =
          texts.entrySet().stream()
              .allMatch(
                  text -> !text.getKey().isEmpty() && isUnicode(text.getKey() + text.getValue()));
      assertThat(isStorable && texts.size() <= CatalogueEntries.MAX_FIELDS)
          .as(refused.explanation())
          .isFalse();
    }
  }

  @Provide
  Arbitrary<String> seeds() {
    return Arbitraries.of(SEEDS);
  }

  @Provide
  Arbitrary<Integer> readers() {
    return Arbitraries.of(0, 1, 2);
  }

  @Provide
  Arbitrary<Long> ids() {
    return Arbitraries.longs().between(1, Long.MAX_VALUE);
  }

  private void assertIsReadOrRefused(byte[] line, int reader) {
    Function<byte[], Change> read =
        List.<Function<byte[], Change>>of(json::itemLine, json::userLine, json::eventLine)
            .get(reader);
    try {
      assertThat(read.apply(line)).isNotNull();
    } catch (InvalidInput | TooLarge refused) {
      assertThat(refused.explanation()).isNotBlank();
    }
  }

  private static boolean isUnicode(String text) {
    return text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
