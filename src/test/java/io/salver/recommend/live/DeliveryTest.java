package io.salver.recommend.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.recommend.catalogue.Catalogue;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Histories;
import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.Table;
import io.salver.testkit.InMemoryChangeLog;
import io.salver.time.Ticker;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who falls behind is told of everything, whatever is written meanwhile. */
final class DeliveryTest {

  private final InMemoryChangeLog log = new InMemoryChangeLog();
  private final SmallSeed seed = new SmallSeed(0);
  private final Catalogue catalogue =
      new Catalogue(
          Table.empty(IdDirectory.empty(Ticker.SYSTEM), seed.itemSchema()),
          Table.empty(IdDirectory.empty(Ticker.SYSTEM), seed.userSchema()),
          new Histories());
  private final CatalogueUpdater updater = new CatalogueUpdater(catalogue, CatalogueListener.NONE);
  private final RecordingListener listener = new RecordingListener(row -> row);
  private final Delivery delivery = new Delivery("shop", catalogue, log, listener, 0);
  private long position;

  @Test
  void what_the_catalogue_has_not_applied_yet_is_told_when_it_has() {
    write(new Change.PutItem(SmallSeed.item(1, 1)));
    apply();
    write(new Change.PutItem(SmallSeed.item(2, 2)));
    delivery.catchUp(position);
    assertThat(listener.content).hasSize(1);
    assertThat(delivery.position()).isEqualTo(position);
    apply();
    delivery.catchUp(position);
    assertThat(listener.content).hasSize(2);
  }

  @Test
  void an_item_written_anew_behind_the_target_is_told_when_it_is_applied() {
    write(new Change.PutItem(SmallSeed.item(1, 1)), new Change.PutItem(SmallSeed.item(2, 2)));
    apply();
    write(new Change.PutItem(SmallSeed.item(2, 20)));
    delivery.catchUp(position);
    apply();
    delivery.catchUp(position);
    assertThat(delivery.position()).isEqualTo(position);
    assertThat(listener.content).hasSize(2);
  }

  @Test
  void removals_that_were_missed_are_told_even_after_a_failure() {
    write(new Change.PutItem(SmallSeed.item(1, 1)), new Change.PutItem(SmallSeed.item(2, 2)));
    apply();
    delivery.catchUp(position);
    write(new Change.RemoveItem(1), new Change.PutItem(SmallSeed.item(2, 20)));
    apply();
    listener.failures.set(1);
    assertThatThrownBy(() -> delivery.mend(position)).hasMessage("told to fail");
    assertThat(delivery.position()).isLessThan(position);
    delivery.mend(position);
    assertThat(listener.content).hasSize(1);
    assertThat(delivery.position()).isEqualTo(position);
  }

  private void write(Change... changes) {
    log.write("shop", List.of(changes));
  }

  private void apply() {
    var page = log.after("shop", position, 100);
    var _ = updater.apply(page, true);
    position = page.getLast().sequence();
  }
}
