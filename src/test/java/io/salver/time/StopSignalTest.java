package io.salver.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.salver.fault.Cancelled;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class StopSignalTest {

  private final AtomicInteger heard = new AtomicInteger();

  @Test
  void the_first_reason_stays() {
    StopSignal signal = StopSignal.create();
    assertThatNoException().isThrownBy(signal::check);
    signal.raise(new Cancelled("first"));
    signal.raise(new Cancelled("second"));
    assertThat(signal.isRaised()).isTrue();
    assertThatExceptionOfType(Cancelled.class).isThrownBy(signal::check).withMessage("first");
  }

  @Test
  void listeners_hear_once_also_when_they_come_late() {
    StopSignal signal = StopSignal.create();
    var unused = signal.onRaise(heard::incrementAndGet);
    signal.raise(new Cancelled("gone"));
    signal.raise(new Cancelled("again"));
    assertThat(heard).hasValue(1);
    var late = signal.onRaise(heard::incrementAndGet);
    assertThat(heard).hasValue(2);
    late.close();
  }

  @Test
  void a_closed_registration_hears_nothing() {
    StopSignal signal = StopSignal.create();
    StopSignal.Registration registration = signal.onRaise(heard::incrementAndGet);
    registration.close();
    registration.close();
    signal.raise(new Cancelled("gone"));
    assertThat(heard).hasValue(0);
  }

  @Test
  void a_listener_may_close_its_own_registration_while_it_hears() {
    StopSignal signal = StopSignal.create();
    StopSignal.Registration other = signal.onRaise(heard::incrementAndGet);
    var unused = signal.onRaise(other::close);
    signal.raise(new Cancelled("gone"));
    assertThat(heard).hasValue(1);
  }

  @Test
  void one_that_is_never_raised_cannot_be() {
    var unused = StopSignal.never().onRaise(heard::incrementAndGet);
    assertThatIllegalStateException()
        .isThrownBy(() -> StopSignal.never().raise(new Cancelled("gone")));
    assertThat(StopSignal.never().isRaised()).isFalse();
  }
}
