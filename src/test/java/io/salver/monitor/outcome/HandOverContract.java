package io.salver.monitor.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.monitor.outcome.Parcel.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every hand-over does. Tests use subjects of their own, so that one store may serve several.
 */
public abstract class HandOverContract {

  /** The microseconds are all there is. */
  private static final Instant UNTIL = Instant.parse("2096-06-01T12:00:00.123456Z");

  private static final int TAKERS = 4;
  private static final int PARCELS = 40;

  private final String subject = "sh\u00f6p " + UUID.randomUUID();

  /** The hand-over that is tested. */
  protected abstract HandOver handOver();

  @Test
  void what_was_left_is_taken_once_and_as_it_was() {
    handOver().leave(List.of(parcel(1, "\0some content \u00ff")));
    Parcel taken = take(1).orElseThrow();
    assertThat(taken.kind()).isEqualTo(Kind.LISTS);
    assertThat(taken.subject()).isEqualTo(subject);
    assertThat(taken.form()).isEqualTo(1);
    assertThat(taken.until()).isEqualTo(UNTIL);
    assertThat(text(taken)).isEqualTo("\0some content \u00ff");
    assertThat(take(1)).isEmpty();
  }

  @Test
  void the_newest_is_taken_first() {
    handOver().leave(List.of(parcel(1, "a"), parcel(1, "b"), parcel(1, "c")));
    assertThat(all(1)).containsExactly("c", "b", "a");
  }

  @Test
  void other_kinds_and_subjects_are_left_alone() {
    handOver().leave(List.of(parcel(1, "a")));
    assertThat(handOver().take(Kind.ARMS, subject, 1)).isEmpty();
    assertThat(handOver().take(Kind.LISTS, subject + " 2", 1)).isEmpty();
    assertThat(all(1)).containsExactly("a");
  }

  @Test
  void a_newer_form_waits_for_those_who_can_read_it() {
    handOver().leave(List.of(parcel(1, "old"), parcel(2, "new")));
    assertThat(all(1)).containsExactly("old");
    assertThat(all(2)).containsExactly("new");
  }

  @Test
  void what_nobody_wants_any_more_is_removed() {
    Instant past = Instant.parse("2001-01-01T00:00:00Z");
    handOver()
        .leave(
            List.of(new Parcel(Kind.LISTS, subject, 1, past, new byte[] {1}), parcel(1, "wanted")));
    assertThat(handOver().retain(past)).isZero();
    assertThat(handOver().retain(past.plusSeconds(1))).isEqualTo(1);
    assertThat(all(1)).containsExactly("wanted");
  }

  @Test
  void of_several_that_take_at_once_each_gets_others()
      throws InterruptedException, ExecutionException {
    List<Parcel> parcels = new ArrayList<>();
    for (int i = 0; i < PARCELS; i++) {
      parcels.add(parcel(1, "parcel " + i));
    }
    handOver().leave(parcels);
    List<String> taken = new ArrayList<>();
    try (ExecutorService takers = Executors.newFixedThreadPool(TAKERS)) {
      List<Callable<List<String>>> tasks = new ArrayList<>();
      for (int i = 0; i < TAKERS; i++) {
        tasks.add(() -> all(1));
      }
      for (Future<List<String>> each : takers.invokeAll(tasks)) {
        taken.addAll(each.get());
      }
    }
    assertThat(taken)
        .containsExactlyInAnyOrderElementsOf(parcels.stream().map(HandOverContract::text).toList());
  }

  private List<String> all(int newestForm) {
    List<String> all = new ArrayList<>();
    for (Optional<Parcel> taken = take(newestForm); taken.isPresent(); taken = take(newestForm)) {
      all.add(text(taken.get()));
    }
    return all;
  }

  private Optional<Parcel> take(int newestForm) {
    return handOver().take(Kind.LISTS, subject, newestForm);
  }

  private Parcel parcel(int form, String content) {
    return new Parcel(
        Kind.LISTS, subject, form, UNTIL, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(Parcel parcel) {
    return new String(parcel.content(), StandardCharsets.ISO_8859_1);
  }
}
