package io.salver.vector.faiss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.model.NativeHandles;
import io.salver.vector.ClusteredVectors;
import io.salver.vector.ExactIndexes;
import io.salver.vector.IdFilter;
import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndex;
import io.salver.vector.VectorIndexBuilder;
import io.salver.vector.VectorIndexes;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** FAISS' flat index finds what the exact index finds. */
final class FaissFlatTest {

  private static final float ROUNDING = 1e-5f;

  @Property(tries = 200, seed = "1")
  void equals_the_exact_index(
      @ForAll Metric metric,
      @ForAll @IntRange(min = 1, max = 70) int dimension,
      @ForAll @IntRange(min = 1, max = 700) int size,
      @ForAll @IntRange(min = 1, max = 45) int queries,
      @ForAll @IntRange(min = 1, max = 120) int k,
      @ForAll boolean filtered,
      @ForAll long seed) {
    ClusteredVectors source = new ClusteredVectors(seed, dimension, 5, 0.5);
    FloatBuffer vectors = source.next(size);
    FloatBuffer asked = source.next(queries);
    Optional<IdFilter> filter = filtered ? Optional.of(filter(size, seed)) : Optional.empty();
    SearchRequest request = new SearchRequest(k, 0, filter);
    IndexSpec spec = new IndexSpec(dimension, metric, "Flat");
    try (VectorIndex exact = filled(new ExactIndexes(), spec, vectors);
        VectorIndex flat = filled(new FaissIndexes(1, new NativeHandles()), spec, vectors)) {
      List<Neighbors> expected = exact.search(asked, request);
      List<Neighbors> found = flat.search(asked, request);
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < queries; i++) {
        assertSameUpToTies(found.get(i), expected.get(i));
      }
    }
  }

  /** Equal scores in every place; an id may only differ where its score is that of a neighbour. */
  private static void assertSameUpToTies(Neighbors found, Neighbors expected) {
    assertThat(found.count()).isEqualTo(expected.count());
    float[] scores = expected.scores();
    for (int i = 0; i < scores.length; i++) {
      assertThat(found.scores()[i]).isCloseTo(scores[i], within(ROUNDING));
      boolean tied =
          i == scores.length - 1
              || scores[i] - scores[i + 1] < 2 * ROUNDING
              || (i > 0 && scores[i - 1] - scores[i] < 2 * ROUNDING);
      if (!tied) {
        assertThat(found.ids()[i]).isEqualTo(expected.ids()[i]);
      }
    }
  }

  private static IdFilter filter(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int share = random.nextInt(1, 20);
    IdFilter filter = IdFilter.none(2 * size);
    for (int id = 0; id < 2 * size; id++) {
      if (random.nextInt(share) == 0) {
        filter.allow(id);
      }
    }
    return filter;
  }

  private static VectorIndex filled(VectorIndexes library, IndexSpec spec, FloatBuffer vectors) {
    int size = vectors.remaining() / spec.dimension();
    try (VectorIndexBuilder builder = library.builder(spec)) {
      builder.add(LongStream.range(0, size).map(i -> 2 * i + 1).toArray(), vectors);
      return builder.build();
    }
  }
}
