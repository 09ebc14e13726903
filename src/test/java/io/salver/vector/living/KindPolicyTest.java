package io.salver.vector.living;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndex;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One test per rule. */
final class KindPolicyTest {

  private static final LivingIndexSettings BY_SIZE =
      LivingIndexSettings.of(64, Metric.INNER_PRODUCT);

  private final MainIndex nothing = MainIndex.empty(BY_SIZE.spec("Flat"), Instant.EPOCH);

  @Test
  void few_vectors_are_flat_and_many_inverted() {
    assertThat(next(BY_SIZE, nothing, 19_999)).isEqualTo("Flat");
    assertThat(next(BY_SIZE, nothing, 20_000)).isEqualTo("IVF566,Flat");
    assertThat(next(BY_SIZE, nothing, 1_000_000)).isEqualTo("IVF4000,Flat");
  }

  @Test
  void a_size_that_wavers_about_the_boundary_changes_nothing() {
    assertThat(next(BY_SIZE, main("Flat", 19_000), 21_000)).isEqualTo("Flat");
    assertThat(next(BY_SIZE, main("Flat", 19_000), 25_000)).isEqualTo("IVF632,Flat");
    assertThat(next(BY_SIZE, main("IVF632,Flat", 25_000), 17_000)).isEqualTo("IVF632,Flat");
    assertThat(next(BY_SIZE, main("IVF632,Flat", 25_000), 15_999)).isEqualTo("Flat");
  }

  @Test
  void cells_stay_until_the_size_has_doubled_or_become_a_quarter() {
    MainIndex main = main("IVF1265,Flat", 100_000);
    assertThat(next(BY_SIZE, main, 200_000)).isEqualTo("IVF1265,Flat");
    assertThat(next(BY_SIZE, main, 200_001)).isEqualTo("IVF1789,Flat");
    assertThat(next(BY_SIZE, main, 25_000)).isEqualTo("IVF1265,Flat");
    assertThat(next(BY_SIZE, main, 24_999)).isEqualTo("IVF632,Flat");
  }

  @Test
  void beyond_the_memory_budget_vectors_are_compressed() {
    LivingIndexSettings tight = BY_SIZE.withMemoryBudget(100L << 20);
    assertThat(next(tight, nothing, 300_000)).isEqualTo("IVF2191,Flat");
    assertThat(next(tight, nothing, 1_000_000)).isEqualTo("IVF4000,SQ8");
    assertThat(next(tight, nothing, 1_500_000)).isEqualTo("IVF4899,SQ4");
    assertThat(next(tight, main("IVF2400,SQ8", 380_000), 370_000)).isEqualTo("IVF2400,SQ8");
    assertThat(next(tight, main("IVF2400,SQ8", 380_000), 290_000)).isEqualTo("IVF2154,Flat");
  }

  @Test
  void a_named_kind_is_taken_as_soon_as_it_can_be_trained() {
    LivingIndexSettings named = BY_SIZE.withKind("IVF64,SQ8");
    assertThat(next(named, nothing, 63)).isEqualTo("Flat");
    assertThat(next(named, nothing, 64)).isEqualTo("IVF64,SQ8");
    assertThat(next(BY_SIZE.withKind("HNSW32"), nothing, 3)).isEqualTo("HNSW32");
  }

  @Test
  void an_index_grows_while_its_training_fits() {
    assertThat(canGrow(main("Flat", 100), 10_000, 0)).isTrue();
    assertThat(canGrow(main("IVF64,Flat", 1_000), 2_000, 0)).isTrue();
    assertThat(canGrow(main("IVF64,Flat", 1_000), 2_001, 0)).isFalse();
    assertThat(canGrow(main("SQ8", 1_000), 249, 0)).isFalse();
    assertThat(canGrow(nothing, 10, 0)).isFalse();
  }

  @Test
  void a_graph_grows_until_a_fifth_are_holes() {
    assertThat(canGrow(main("HNSW32", 1_000), 9_000, 1_800)).isTrue();
    assertThat(canGrow(main("HNSW32", 1_000), 9_000, 1_801)).isFalse();
  }

  @Test
  void a_narrow_filter_is_one_whose_scan_costs_less_than_the_wide_search() {
    KindTraits inverted = KindTraits.of("IVF4000,Flat");
    assertThat(inverted.scanLimit(1_000_000, 16)).isBetween(10_000L, 100_000L);
    assertThat(inverted.scanLimit(1_000_000, 64)).isGreaterThan(inverted.scanLimit(1_000_000, 16));
    assertThat(KindTraits.of("Flat").scanLimit(10_000, 0)).isLessThanOrEqualTo(10_000);
    assertThat(KindTraits.of("HNSW32").scanLimit(100, 0)).isLessThanOrEqualTo(100);
  }

  private static String next(LivingIndexSettings settings, MainIndex current, int size) {
    return new KindPolicy(settings).next(current, size);
  }

  private static boolean canGrow(MainIndex current, int size, int holes) {
    return new KindPolicy(BY_SIZE).canGrow(current, current.kind(), size, holes);
  }

  private static MainIndex main(String kind, int size) {
    MainIndex.Training training = new MainIndex.Training(size, 16, 16);
    return MainIndex.of(new Sized(BY_SIZE.spec(kind), size), training, 0, Instant.EPOCH);
  }

  /** An index that only has a size. */
  private record Sized(IndexSpec spec, long size) implements VectorIndex {

    @Override
    public List<Neighbors> search(FloatBuffer queries, SearchRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public float[] reconstruct(long id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
