package io.salver.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class TaskSettingsTest {

  private static final Set<String> KNOWN = Set.of("crop", "mean", "window", "layout", "mel", "on");

  private enum Layout {
    NCHW,
    CHANNELS_LAST
  }

  @Test
  void what_is_not_written_is_as_otherwise() {
    TaskSettings empty = settings(Map.of());
    assertThat(empty.integer("crop", 1, 9, 7)).isEqualTo(7);
    assertThat(empty.number("mean", 0, 1, 0.5)).isEqualTo(0.5);
    assertThat(empty.numbers("mean")).isEmpty();
    assertThat(empty.flag("on", true)).isTrue();
    assertThat(empty.text("layout")).isEmpty();
    assertThat(empty.duration("window", Duration.ofMillis(25))).hasMillis(25);
    assertThat(empty.choice("layout", Layout.class, Layout.NCHW)).isEqualTo(Layout.NCHW);
    assertThat(empty.section("mel", Set.of("bins")).integer("bins", 1, 999, 80)).isEqualTo(80);
  }

  @Test
  void what_is_written_is_read() {
    TaskSettings written =
        settings(
            Map.of(
                "crop",
                5,
                "mean",
                List.of(0.5, 1),
                "window",
                "20ms",
                "layout",
                "channels-last",
                "mel",
                Map.of("bins", 40),
                "on",
                false));
    assertThat(written.integer("crop", 1, 9, 7)).isEqualTo(5);
    assertThat(written.numbers("mean")).containsExactly(0.5, 1);
    assertThat(written.duration("window", Duration.ZERO)).hasMillis(20);
    assertThat(written.choice("layout", Layout.class, Layout.NCHW)).isEqualTo(Layout.CHANNELS_LAST);
    assertThat(written.section("mel", Set.of("bins")).integer("bins", 1, 999, 80)).isEqualTo(40);
    assertThat(written.flag("on", true)).isFalse();
  }

  @Test
  void what_is_wrong_is_named_with_what_was_expected() {
    fails(
        () -> settings(Map.of("corp", 1)),
        "model.yaml: unknown key 'preprocess.corp'; the nearest known one is 'preprocess.crop'");
    fails(
        () -> settings(Map.of("crop", 1.5)).integer("crop", 1, 9, 7),
        "model.yaml: preprocess.crop must be a whole number from 1 to 9, not 1.5");
    fails(
        () -> settings(Map.of("mean", "a")).numbers("mean"),
        "model.yaml: preprocess.mean must be a number or a list of numbers, not a");
    fails(
        () -> settings(Map.of("mean", 2)).number("mean", 0, 1, 0),
        "model.yaml: preprocess.mean must be a number from 0 to 1, not 2");
    fails(
        () -> settings(Map.of("layout", "hwc")).choice("layout", Layout.class, Layout.NCHW),
        "model.yaml: preprocess.layout must be one of nchw, channels-last, not hwc");
    fails(
        () -> settings(Map.of("window", "0ms")).duration("window", Duration.ofMillis(1)),
        "model.yaml: preprocess.window must be a duration such as 25ms, with a unit of us, ms, s, m,"
            + " h or d, not 0ms");
    fails(
        () -> settings(Map.of("mel", 3)).section("mel", Set.of()),
        "model.yaml: preprocess.mel must be a mapping of keys, not 3");
    fails(
        () -> settings(Map.of("mel", Map.of("bin", 3))).section("mel", Set.of("bins")),
        "model.yaml: unknown key 'preprocess.mel.bin'; the nearest known one is"
            + " 'preprocess.mel.bins'");
  }

  private static TaskSettings settings(Map<String, Object> values) {
    return TaskSettings.of("preprocess", values, KNOWN);
  }

  private static void fails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(BackendFailure.class).hasMessage(message);
  }
}
