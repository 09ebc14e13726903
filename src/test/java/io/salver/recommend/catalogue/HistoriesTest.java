package io.salver.recommend.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HistoriesTest {

  private final Histories histories = new Histories();

  @Test
  void what_came_with_the_user_goes_before_its_events_whenever_it_comes() {
    histories.append(0, 30);
    histories.begin(0, new long[] {10, 20});
    histories.append(0, 40);
    assertThat(histories.of(0)).containsExactly(10, 20, 30, 40);
    histories.begin(0, new long[] {11});
    assertThat(histories.of(0)).containsExactly(11, 30, 40);
  }

  @Test
  void the_newest_are_kept() {
    histories.begin(5, new long[] {1, 2});
    for (int i = 0; i < Histories.MOST - 1; i++) {
      histories.append(5, 100 + i);
    }
    assertThat(histories.of(5)).hasSize(Histories.MOST).startsWith(2, 100);
    histories.begin(5, new long[] {7});
    assertThat(histories.of(5)).hasSize(Histories.MOST).startsWith(7, 100);
  }

  @Test
  void a_user_without_any_has_none() {
    assertThat(histories.of(1_000)).isEmpty();
    histories.append(40, 1);
    histories.clear(40);
    assertThat(histories.of(40)).isEmpty();
    assertThat(histories.of(39)).isEmpty();
  }

  @Test
  void what_was_given_out_does_not_change() {
    histories.append(0, 1);
    long[] before = histories.of(0);
    histories.append(0, 2);
    assertThat(before).containsExactly(1);
  }
}
