package io.salver.monitor.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every store of lists does. Tests use replicas of their own, so that one may serve several.
 */
public abstract class ListStoreContract {

  /** The microseconds are all there is. */
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00.123456Z");

  private static final Duration PANE = Duration.ofHours(1);
  private static final ListCounts SOME = new ListCounts(10, 3, 4, 2.5, 1.625);

  private final String replica = UUID.randomUUID().toString();
  private final ModelId model = new ModelId("shop " + replica, 2);

  /** The store that is tested. */
  protected abstract ListStore store();

  @Test
  void others_read_what_was_kept() {
    ListPane pane =
        new ListPane(
            model,
            NOW,
            PANE,
            SOME,
            Map.of(
                new Slice("user.market", "n\u00f6rth \"x\""),
                SOME,
                new Slice("user.market", "other"),
                ListCounts.NONE));
    store().keep(replica, List.of(pane, at(NOW.plus(PANE), SOME)));
    assertThat(ofModel("another", NOW)).containsExactly(pane, at(NOW.plus(PANE), SOME));
    assertThat(ofModel(replica, NOW)).isEmpty();
    assertThat(ofModel("another", NOW.plusMillis(1))).containsExactly(at(NOW.plus(PANE), SOME));
  }

  @Test
  void what_is_told_anew_takes_the_place_of_the_first() {
    store().keep(replica, List.of(at(NOW, SOME)));
    store().keep(replica, List.of(at(NOW, SOME.plus(SOME))));
    store().keep("2 " + replica, List.of(at(NOW, SOME)));
    assertThat(ofModel("another", NOW))
        .containsExactlyInAnyOrder(at(NOW, SOME), at(NOW, SOME.plus(SOME)));
  }

  @Test
  void what_is_old_is_forgotten() {
    Instant old = Instant.parse("2001-01-01T00:00:00Z");
    store().keep(replica, List.of(at(old, SOME), at(NOW, SOME)));
    assertThat(store().retain(old.plusSeconds(1))).isEqualTo(1);
    assertThat(ofModel("another", Instant.EPOCH)).containsExactly(at(NOW, SOME));
  }

  private ListPane at(Instant began, ListCounts counts) {
    return new ListPane(model, began, PANE, counts, Map.of());
  }

  private List<ListPane> ofModel(String asking, Instant since) {
    return store().others(asking, since).stream()
        .filter(pane -> pane.model().equals(model))
        .toList();
  }
}
