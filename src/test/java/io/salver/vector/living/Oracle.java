package io.salver.vector.living;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.vector.IdFilter;
import io.salver.vector.Metric;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;

/** What a living index should hold, as a map that is searched by brute force. */
final class Oracle {

  private static final Offset<Float> ROUNDING = within(1e-4f);

  private final Metric metric;
  private final Map<Integer, float[]> vectors = new TreeMap<>();

  Oracle(Metric metric) {
    this.metric = metric;
  }

  void put(int[] rows, FloatBuffer from, int dimension) {
    for (int i = 0; i < rows.length; i++) {
      float[] vector = new float[dimension];
      from.get(i * dimension, vector);
      vectors.put(rows[i], vector);
    }
  }

  void remove(int[] rows) {
    for (int row : rows) {
      vectors.remove(row);
    }
  }

  FloatBuffer vector(int row) {
    return FloatBuffer.wrap(vectors.getOrDefault(row, new float[0]));
  }

  int size() {
    return vectors.size();
  }

  /** Every answered row is allowed and alive, has its newest score, and no place stays empty. */
  void assertSound(Neighbors found, float[] query, SearchRequest request) {
    List<Float> expected = scores(query, request);
    assertThat(found.count()).isEqualTo(Math.min(request.k(), expected.size()));
    assertThat(found.ids()).doesNotHaveDuplicates();
    assertThat(found.scores()).isSortedAccordingTo(Comparator.reverseOrder());
    for (int i = 0; i < found.count(); i++) {
      int row = Math.toIntExact(found.ids()[i]);
      assertThat(vectors).containsKey(row);
      assertThat(isAllowed(row, request)).isTrue();
      assertThat(found.scores()[i])
          .isCloseTo(score(query, requireNonNull(vectors.get(row))), ROUNDING);
    }
  }

  /** Besides, nothing better exists. */
  void assertBest(Neighbors found, float[] query, SearchRequest request) {
    assertSound(found, query, request);
    List<Float> expected = scores(query, request);
    for (int i = 0; i < found.count(); i++) {
      assertThat(found.scores()[i]).isCloseTo(expected.get(i), ROUNDING);
    }
  }

  private List<Float> scores(float[] query, SearchRequest request) {
    return vectors.entrySet().stream()
        .filter(entry -> isAllowed(entry.getKey(), request))
        .map(entry -> score(query, entry.getValue()))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static boolean isAllowed(int row, SearchRequest request) {
    return request.filter().map((IdFilter filter) -> filter.allows(row)).orElse(true);
  }

  private float score(float[] query, float[] vector) {
    float sum = 0;
    for (int i = 0; i < query.length; i++) {
      float difference = query[i] - vector[i];
      sum += metric == Metric.INNER_PRODUCT ? query[i] * vector[i] : -difference * difference;
    }
    return sum;
  }
}
