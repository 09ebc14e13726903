package io.salver.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GuardTest {

  private final Guard guard = new Guard();
  private final List<String> heard = new ArrayList<>();

  @Test
  void nobody_hears_of_a_decision_before_the_lock_is_left_whoever_delivers() {
    guard.underLock(
        () -> {
          guard.afterwards(() -> heard.add("ready"));
          guard.deliver(); // as another thread may at this moment
          assertThat(heard).isEmpty();
        });
    guard.deliver();
    assertThat(heard).containsExactly("ready");
  }

  @Test
  void decisions_are_heard_in_their_order_and_once() {
    guard.underLock(() -> guard.afterwards(() -> heard.add("first")));
    guard.locked(
        () -> {
          guard.afterwards(() -> heard.add("second"));
          guard.afterwards(() -> heard.add("third"));
          return heard;
        });
    guard.deliver();
    guard.deliver();
    assertThat(heard).containsExactly("first", "second", "third");
  }
}
