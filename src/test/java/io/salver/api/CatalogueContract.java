package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.api.CatalogueCases.Case;
import io.salver.api.CatalogueCases.Expected;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every protocol does with every row of {@link CatalogueCases}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CatalogueContract {

  private static final AtomicLong IDS = new AtomicLong(1_000_000_000);

  /** Asks the server that the cases are for. */
  protected abstract CatalogueClient client();

  /** The status of this protocol that a refusal must have. */
  protected abstract String status(Expected.Refusal refusal);

  static Stream<Case> cases() {
    return CatalogueCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_protocol_does_what_the_table_says(Case row) {
    long base = IDS.getAndAdd(10);
    for (CatalogueStep step : row.before()) {
      CatalogueClient.Reply reply = client().ask(step.at(base));
      assertThat(reply.isSuccess()).as("%s: %s", step, reply).isTrue();
    }
    CatalogueClient.Reply reply = client().ask(row.step().at(base));
    switch (row.expected()) {
      case Expected.Answer(String json) -> {
        assertThat(reply.isSuccess()).as(reply.toString()).isTrue();
        assertHas(
            reply.document(), CatalogueStep.parse(CatalogueStep.resolve(json, base)), "answer");
      }
      case Expected.Refusal refusal -> {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status(refusal));
        List<String> parts =
            refusal.parts().stream().map(part -> part.replace("$1", "" + (base + 1))).toList();
        assertThat(reply.error()).contains(parts);
      }
    }
  }

  /** Objects may have more fields, but for those of attributes and features; lists may not. */
  private static void assertHas(JsonNode actual, JsonNode expected, String place) {
    if (expected.isObject()) {
      if (place.endsWith("attributes") || place.endsWith("features")) {
        assertThat(actual.size()).as("%s: %s", place, actual).isEqualTo(expected.size());
      }
      expected
          .properties()
          .forEach(
              field ->
                  assertHas(
                      actual.path(field.getKey()), field.getValue(), place + "." + field.getKey()));
    } else if (expected.isArray()) {
      assertThat(actual.size()).as("%s: %s", place, actual).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertHas(actual.get(i), expected.get(i), place + "[" + i + "]");
      }
    } else if (expected.isNumber()) {
      assertThat(actual.doubleValue()).as(place).isEqualTo(expected.doubleValue());
    } else {
      assertThat(actual).as(place).isEqualTo(expected);
    }
  }
}
