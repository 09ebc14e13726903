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
      Set.of("text", "flag", "number", "numbers", "whole", "duration", "choice", "inner", "list");

  private final Section section =
      section(
          Map.of(
              "text",
              "a",
              "flag",
              true,
              "number",
              1.5,
              "numbers",
              List.of(0.5, 1),
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

  private enum Layout {
    NCHW,
    CHANNELS_LAST
  }

  @Test
  void valuesAreReadAsWhatTheyAre() {
    assertThat(section.requiredText("text")).isEqualTo("a");
    assertThat(section.flag("flag", false)).isTrue();
    assertThat(section.isWord("text", "a")).isTrue();
    assertThat(section.isWord("whole", "3")).isFalse();
    assertThat(section.number("number", 0, 2)).hasValue(1.5);
    assertThat(section.numbers("numbers")).containsExactly(0.5, 1);
    assertThat(section.numbers("number")).containsExactly(1.5);
    assertThat(section.integer("whole", 0, 5, 0)).isEqualTo(3);
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
    assertThat(empty.flag("flag", true)).isTrue();
    assertThat(empty.number("number", 0, 1, 0.5)).isEqualTo(0.5);
    assertThat(empty.numbers("numbers")).isEmpty();
    assertThat(empty.whole("whole", 0, 5, 4)).isEqualTo(4);
    assertThat(empty.integer("whole", 0, 5, 4)).isEqualTo(4);
    assertThat(empty.duration("duration", Duration.ofMillis(25))).hasMillis(25);
    assertThat(empty.choice("choice", ChronoUnit.class, ChronoUnit.DAYS))
        .isEqualTo(ChronoUnit.DAYS);
    assertThat(empty.section("inner", Set.of("x")).integer("x", 1, 999, 80)).isEqualTo(80);
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
    refused(
        () -> section.integer("number", 1, 9, 7),
        "top.number must be a whole number from 1 to 9, not 1.5");
    refused(() -> section.numbers("text"), "top.text must be a number or a list of numbers, not a");
    refused(
        () -> section.choice("text", Layout.class, Layout.NCHW),
        "top.text must be one of nchw, channels-last, not a");
    refused(
        () -> section(Map.of("duration", "0ms")).duration("duration", Duration.ofMillis(1)),
        "top.duration must be a duration such as 25ms, with a unit of us, ms, s, m, h or d,"
            + " not 0ms");
    refused(() -> section.section("whole", Set.of()), "top.whole must be a mapping of keys, not 3");
    refused(
        () -> section(Map.of("inner", Map.of("bin", 3))).section("inner", Set.of("bins")),
        "unknown key 'top.inner.bin'; the nearest known one is 'top.inner.bins'");
  }

  @Test
  void originSaysWhoIsToBlame() {
    assertThatThrownBy(
            () -> Section.of(Origin.file("rollouts.yaml"), "", Map.of("b", 1), Set.of("a")))
        .isInstanceOf(BackendFailure.class)
        .hasMessage("rollouts.yaml: unknown key 'b'; the nearest known one is 'a'");
    assertThatThrownBy(() -> Section.of(Origin.MODEL_YAML, "monitor", Map.of("b", 1), Set.of("a")))
        .isInstanceOf(BackendFailure.class)
        .hasMessage("model.yaml: unknown key 'monitor.b'; the nearest known one is 'monitor.a'");
  }

  private static void refused(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading).isInstanceOf(InvalidInput.class).hasMessage(message);
  }

  private static Section section(Map<String, Object> values) {
    return Section.of(Origin.request(), "top", values, KEYS);
  }
}
