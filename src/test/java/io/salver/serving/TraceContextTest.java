package io.salver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  @Test
  void a_well_formed_field_is_read() {
    assertThat(TraceContext.parse("00-" + TRACE + "-" + PARENT + "-01", "congo=t61"))
        .contains(new TraceContext(TRACE, PARENT, true, "congo=t61"));
    assertThat(TraceContext.parse("00-" + TRACE + "-" + PARENT + "-00", ""))
        .contains(new TraceContext(TRACE, PARENT, false, ""));
  }

  @Test
  void a_version_to_come_may_say_more() {
    assertThat(TraceContext.parse("01-" + TRACE + "-" + PARENT + "-03-more", ""))
        .contains(new TraceContext(TRACE, PARENT, true, ""));
  }

  @Test
  void a_state_that_is_too_long_is_left_out() {
    assertThat(TraceContext.parse("00-" + TRACE + "-" + PARENT + "-01", "a=" + "b".repeat(600)))
        .contains(new TraceContext(TRACE, PARENT, true, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "hello",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
      })
  void what_is_not_well_formed_is_ignored(String traceparent) {
    assertThat(TraceContext.parse(traceparent, "")).isEmpty();
  }
}
