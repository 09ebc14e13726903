package io.salver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ArmNameTest {

  @Test
  void a_name_fits_into_a_header_whatever_it_has() {
    assertThat(new ArmName("adult", "canary").text()).isEqualTo("adult/canary");
    assertThat(new ArmName("wärme", "a\r\nX: y").text()).isEqualTo("w?rme/a??X:?y");
  }
}
