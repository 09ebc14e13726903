package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.api.TaskCases.Case;
import io.salver.api.TaskCases.Expected;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every protocol does with every row of {@link TaskCases}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TaskContract {

  /** Asks the server that the cases are for. */
  protected abstract TaskClient client();

  /** The status of this protocol that a refusal must have. */
  protected abstract String status(Expected.Refusal refusal);

  static Stream<Case> cases() {
    return TaskCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_protocol_does_what_the_table_says(Case row) {
    TaskClient.Reply reply = client().ask(row.step());
    switch (row.expected()) {
      case Expected.Answer(String json) -> {
        assertThat(reply.isSuccess()).as(reply.toString()).isTrue();
        assertHas(reply.document(), TaskStep.parse(json), "answer");
      }
      case Expected.Refusal refusal -> {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status(refusal));
        assertThat(reply.error()).contains(refusal.parts());
      }
    }
  }

  /** Objects may have more fields; lists may not. */
  private static void assertHas(JsonNode actual, JsonNode expected, String place) {
    if (expected.isObject()) {
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
      assertThat(actual.asDouble(Double.NaN)).as(place).isEqualTo(expected.doubleValue());
    } else {
      assertThat(actual).as(place).isEqualTo(expected);
    }
  }
}
