package io.salver.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.FakeCatalogue;
import io.salver.fault.BackendFailure;
import io.salver.fault.Overloaded;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.CatalogueService;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Batches, room, news and ends of a load, with a store that writes when the test says. */
final class BulkLoadTest {

  private static final int FULL = CatalogueService.MAX_CHANGES;

  private final FakeCatalogue catalogue = new FakeCatalogue();
  private final Told told = new Told();
  private final List<Runnable> delayed = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();
  private long now;
  private final BulkLoad load = load("shop");

  private static final class Told implements BulkLoad.Client {

    private final List<BulkNews> news = new ArrayList<>();
    private boolean keepsUp = true;
    private int rooms;

    @Override
    public void room() {
      rooms++;
    }

    @Override
    public boolean keepsUp() {
      return keepsUp;
    }

    @Override
    public void tell(BulkNews told) {
      news.add(told);
    }

    BulkNews last() {
      return news.getLast();
    }
  }

  @Test
  void changes_are_written_in_order_and_summed_up() {
    put(1);
    put(2);
    load.change(3, new Change.RemoveItem(1), 10);
    load.change(4, new Change.RemoveItem(99), 10);
    load.end();

    assertThat(catalogue.allItems()).extracting(Item::id).containsExactly(2L);
    assertThat(told.news).containsExactly(new BulkNews.Done(new BulkNews.Counts(4, 3, 1, 0), 0));
  }

  @Test
  void an_empty_load_is_done_at_once() {
    load.end();
    assertThat(told.last()).isEqualTo(new BulkNews.Done(new BulkNews.Counts(0, 0, 0, 0), 0));
    assertThat(catalogue.batches()).isEmpty();
  }

  @Test
  void a_small_batch_goes_at_once_and_the_next_ones_gather_behind_it() {
    catalogue.hold();
    put(1);
    load.flush();
    put(2);
    load.flush();
    put(3);
    load.flush();
    assertThat(catalogue.batches()).containsExactly(1);

    catalogue.release();

    assertThat(catalogue.batches()).containsExactly(1, 2);
  }

  @Test
  void there_is_room_for_one_batch_beside_the_one_that_is_written() {
    catalogue.hold();
    fill(1);
    load.flush();
    assertThat(load.hasRoom()).isTrue();
    fill(FULL + 1);
    load.flush();
    assertThat(load.hasRoom()).isFalse();
    assertThat(told.rooms).isZero();

    catalogue.release();

    assertThat(told.rooms).isEqualTo(1);
    assertThat(load.hasRoom()).isTrue();
    assertThat(catalogue.batches()).containsExactly(FULL, FULL);
  }

  @Test
  void large_changes_fill_a_batch_by_their_bytes() {
    for (int line = 1; line <= 4; line++) {
      assertThat(load.hasRoom()).isTrue();
      load.change(line, put(line, "large"), 1 << 20);
    }
    assertThat(load.hasRoom()).isFalse();
  }

  @Test
  void wrong_lines_are_told_and_those_that_the_schema_refuses_too() {
    load.wrong(1, "no JSON");
    load.change(2, wrongItem(), 10);
    put(3);
    load.end();

    assertThat(told.news.getFirst()).isEqualTo(new BulkNews.Wrong(1, "no JSON"));
    assertThat(told.news.get(1))
        .isInstanceOfSatisfying(
            BulkNews.Wrong.class,
            wrong -> {
              assertThat(wrong.line()).isEqualTo(2);
              assertThat(wrong.text()).contains("titel");
            });
    assertThat(told.last()).isEqualTo(new BulkNews.Done(new BulkNews.Counts(3, 1, 0, 2), 0));
  }

  @Test
  void more_wrong_lines_than_are_told_are_counted() {
    LongStream.rangeClosed(1, BulkLoad.MAX_WRONG + 5).forEach(line -> load.wrong(line, "wrong"));
    load.end();

    assertThat(told.news).hasSize(BulkLoad.MAX_WRONG + 1);
    assertThat(told.last())
        .isEqualTo(
            new BulkNews.Done(
                new BulkNews.Counts(BulkLoad.MAX_WRONG + 5, 0, 0, BulkLoad.MAX_WRONG + 5), 5));
  }

  @Test
  void a_long_reason_is_cut() {
    load.wrong(1, "x".repeat(10_000));
    assertThat(((BulkNews.Wrong) told.last()).text()).hasSizeLessThan(600);
  }

  @Test
  void progress_is_told_once_a_second_to_a_client_that_keeps_up() {
    written(1);
    assertThat(told.news).isEmpty();
    now += Duration.ofSeconds(1).toNanos();
    written(2);
    assertThat(told.last()).isEqualTo(new BulkNews.Progress(new BulkNews.Counts(2, 2, 0, 0)));
    written(3);
    now += Duration.ofSeconds(1).toNanos();
    told.keepsUp = false;
    written(4);
    assertThat(told.news).hasSize(1);
  }

  @Test
  void an_overloaded_catalogue_is_asked_again_after_a_while() {
    Duration later = Duration.ofMillis(70);
    catalogue.failNext(new Overloaded(Overloaded.Reason.QUEUE_FULL, later, "full"));
    put(1);
    load.end();
    assertThat(told.news).isEmpty();
    assertThat(delays).containsExactly(later);

    delayed.removeFirst().run();

    assertThat(told.last()).isEqualTo(new BulkNews.Done(new BulkNews.Counts(1, 1, 0, 0), 0));
  }

  @Test
  void a_catalogue_that_stays_overloaded_is_given_up() {
    Overloaded full = new Overloaded(Overloaded.Reason.QUEUE_FULL, Duration.ofMillis(1), "full");
    for (int i = 0; i < 100; i++) {
      catalogue.failNext(full);
    }
    put(1);
    load.end();
    while (!delayed.isEmpty()) {
      delayed.removeFirst().run();
    }
    assertThat(told.last())
        .isEqualTo(new BulkNews.Failed(new BulkNews.Counts(0, 0, 0, 0), 0, full));
    assertThat(catalogue.batches()).hasSize(21);
  }

  @Test
  void a_service_that_stops_is_not_waited_for() {
    catalogue.failNext(
        new Overloaded(Overloaded.Reason.SHUTTING_DOWN, Duration.ofSeconds(1), "stopping"));
    put(1);
    load.flush();
    assertThat(told.last()).isInstanceOf(BulkNews.Failed.class);
    assertThat(load.hasRoom()).isFalse();
  }

  @Test
  void a_store_that_fails_ends_the_load_with_what_is_settled() {
    written(1);
    BackendFailure failure = new BackendFailure("the disk is full");
    catalogue.failNext(failure);
    put(2);
    put(3);
    load.end();

    assertThat(told.last())
        .isEqualTo(new BulkNews.Failed(new BulkNews.Counts(1, 1, 0, 0), 0, failure));
  }

  @Test
  void a_client_that_is_gone_hears_nothing_more() {
    catalogue.hold();
    put(1);
    load.flush();
    put(2);
    load.cancel();
    catalogue.release();

    assertThat(told.news).isEmpty();
    assertThat(told.rooms).isZero();
    assertThat(catalogue.batches()).containsExactly(1);
  }

  @Property(seed = "1")
  void whatever_comes_is_settled_in_bounded_memory(
      @ForAll @IntRange(min = 0, max = 5_000) int lines,
      @ForAll @IntRange(min = 1, max = 700) int piece,
      @ForAll @IntRange(min = 1, max = 5) int releaseEvery) {
    FakeCatalogue slow = new FakeCatalogue();
    slow.hold();
    Told client = new Told();
    BulkLoad bulk =
        new BulkLoad(slow, "shop", client, Runnable::run, (time, task) -> task.run(), () -> 0);
    int line = 0;
    int step = 0;
    while (line < lines) {
      for (int i = 0; i < piece && line < lines && bulk.hasRoom(); i++) {
        line++;
        bulk.change(line, put(line, "title"), 100);
      }
      bulk.flush();
      assertThat(slow.waiting()).isLessThanOrEqualTo(1);
      assertThat(line - settled(slow)).isLessThanOrEqualTo(2 * FULL);
      if (!bulk.hasRoom() || step++ % releaseEvery == 0) {
        slow.release();
      }
    }
    bulk.end();
    while (slow.release()) {
      // until all is written
    }
    assertThat(client.last())
        .isEqualTo(new BulkNews.Done(new BulkNews.Counts(lines, lines, 0, 0), 0));
    assertThat(slow.batches()).allMatch(size -> size <= FULL);
  }

  private static int settled(FakeCatalogue slow) {
    return slow.allItems().size();
  }

  private void written(long line) {
    put(line);
    load.flush();
  }

  private void put(long line) {
    load.change(line, put(line, "title"), 10);
  }

  private void fill(long first) {
    LongStream.range(first, first + FULL).forEach(this::put);
  }

  private static Change put(long id, String title) {
    return new Change.PutItem(Item.of(id, Map.of("title", new Value.Text(title))));
  }

  private static Change wrongItem() {
    return new Change.PutItem(Item.of(5, Map.of("titel", new Value.Text("x"))));
  }

  private BulkLoad load(String recommender) {
    return new BulkLoad(
        catalogue,
        recommender,
        told,
        Runnable::run,
        (time, task) -> {
          delays.add(time);
          delayed.add(task);
        },
        () -> now);
  }
}
