package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class BrightnessTest {

  @Test
  void samples_are_numbers_from_0_to_1() {
    Brightness half = Brightness.of(ByteBuffer.wrap(new byte[] {0, (byte) 255, 0, (byte) 255}));
    assertThat(half.mean()).isCloseTo(.5, within(1e-12));
    assertThat(half.deviation()).isCloseTo(.5, within(1e-12));
    assertThat(Brightness.of(ByteBuffer.wrap(new byte[] {51, 51})))
        .isEqualTo(new Brightness(.2, 0));
    assertThat(Brightness.of(ByteBuffer.allocate(0))).isEqualTo(new Brightness(0, 0));
  }

  @Test
  void only_what_remains_is_looked_at() {
    ByteBuffer samples = ByteBuffer.wrap(new byte[] {1, (byte) 255, 1}).position(1).limit(2);
    assertThat(Brightness.of(samples).mean()).isEqualTo(1);
    assertThat(samples.remaining()).isEqualTo(1);
  }
}
