package io.salver.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecommendationIdsTest {

  @Test
  void the_time_comes_first_so_that_later_ids_sort_behind_earlier_ones() {
    Random random = new Random(1);
    String earlier =
        RecommendationIds.ulids(() -> Instant.ofEpochMilli(1_469_918_176_385L), random).next();
    String later =
        RecommendationIds.ulids(() -> Instant.ofEpochMilli(1_469_918_176_386L), random).next();
    assertThat(earlier).startsWith("01ARYZ6S41").hasSize(26).matches("[0-9A-HJKMNP-TV-Z]+");
    assertThat(later).isGreaterThan(earlier);
  }

  @Test
  void ids_of_one_moment_differ() {
    RecommendationIds ids = RecommendationIds.ulids(() -> Instant.EPOCH, new Random(1));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(ids.next())).isTrue();
    }
  }
}
