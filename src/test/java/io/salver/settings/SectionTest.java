package io.salver.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SectionTest {

  private static final Set<String> KEYS =
      Set.of("text", "flag", "number", "whole", "duration", "choice", "inner", "list");

  private final Section section =
      section(
          Map.of(
              "text",
              "a",
              "flag",
              true,
              "number",
              1.5,
              "whole",
              3,
              "duration",
              "250ms",
              "choice",
              "half-days",
              "inner",
              Map.of("one", Map.of("x", 1)),
              "list",
              List.of(Map.of("x", 2))));

  @Test
  void valuesAreReadAsWhatTheyAre() {
    assertThat(section.requiredText("text")).isEqualTo("a");
    assertThat(section.flag("flag", false)).isTrue();
    assertThat(section.number("number", 0, 2)).hasValue(1.5);
    assertThat(section.whole("whole", 0, 5, 0)).isEqualTo(3);
    assertThat(section.duration("duration", Duration.ZERO)).isEqualTo(Duration.ofMillis(250));
    assertThat(section.choice("choice", ChronoUnit.class, ChronoUnit.DAYS))
        .isEqualTo(ChronoUnit.HALF_DAYS);
    assertThat(section.sections("inner", Set.of("x")).get("one"))
        .satisfies(inner -> assertThat(inner.whole("x", 0, 5, 0)).isEqualTo(1));
    assertThat(section.list("list", Set.of("x")))
        .singleElement()
        .satisfies(element -> assertThat(element.whole("x", 0, 5, 0)).isEqualTo(2));
    assertThat(section.values("whole")).isEqualTo(List.of(3));
  }

  @Test
  void whatIsNotThereIsWhatIsSaidInstead() {
    Section empty = section(Map.of());
    assertThat(empty.text("text")).isEmpty();
    assertThat(empty.whole("whole", 0, 5, 4)).isEqualTo(4);
    assertThat(empty.values("list")).isEmpty();
    assertThat(empty.open("inner").names()).isEmpty();
    refused(() -> empty.requiredText("text"), "top.text is missing; text is expected");
  }

  @Test
  void mistakesNameTheKeyWhatIsExpectedAndWhatStandsThere() {
    refused(
        () -> section(Map.of("txt", 1)),
        "unknown key 'top.txt'; the nearest known one is 'top.text'");
    refused(() -> section.text("flag"), "top.flag must be text, not true");
    refused(
        () -> section.number("number", 2, 3), "top.number must be a number from 2 to 3, not 1.5");
    refused(
        () -> section.whole("number", 0, 3, 0),
        "top.number must be a whole number from 0 to 3, not 1.5");
    refused(
        () -> section.sections("inner", Set.of("y")),
        "unknown key 'top.inner.one.x'; the nearest known one is 'top.inner.one.y'");
    refused(() -> section.list("text", Set.of()), "top.text must be a list of mappings, not a");
  }

  @Test
  void originSaysWhoIsToBlame() {
    assertThatThrownBy(
            () -> Section.of(Origin.file("rollouts.yaml"), "", Map.of("b", 1), Set.of("a")))
        .isInstanceOf(BackendFailure.class)
        .hasMessage("rollouts.yaml: unknown key 'b'; the nearest known one is 'a'");
  }

  private static void refused(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading).isInstanceOf(InvalidInput.class).hasMessage(message);
  }

  private static Section section(Map<String, Object> values) {
    return Section.of(Origin.request(), "top", values, KEYS);
  }
}
