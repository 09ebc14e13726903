package io.salver.vector.faiss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import org.junit.jupiter.api.Test;

final class FaissKindTest {

  @Test
  void reads_what_index_factory_would() {
    assertThat(kind("Flat")).isEqualTo(new FaissKind(0, 0, "Flat"));
    assertThat(kind("SQfp16")).isEqualTo(new FaissKind(0, 0, "SQfp16"));
    assertThat(kind("IVF4096,Flat")).isEqualTo(new FaissKind(4096, 0, "Flat"));
    assertThat(kind("HNSW32")).isEqualTo(new FaissKind(0, 32, "Flat"));
    assertThat(kind("HNSW32").canonical()).isEqualTo("HNSW32,Flat");
    assertThat(kind("HNSW32,SQ8")).isEqualTo(new FaissKind(0, 32, "SQ8"));
  }

  @Test
  void refuses_the_rest_before_faiss_sees_it() {
    for (String wrong :
        new String[] {
          "",
          "flat",
          "IVF0,Flat",
          "IVF,Flat",
          "IVF16",
          "IVF99999999,Flat",
          "HNSW0",
          "HNSW1",
          "HNSW999",
          "PQ0",
          "Flat,Flat",
          "IDMap,Flat"
        }) {
      assertThatThrownBy(() -> kind(wrong))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("'" + wrong + "'");
    }
  }

  @Test
  void an_inverted_file_needs_a_sample_of_at_least_its_cells() {
    assertThat(kind("IVF64,SQ8").minimumSample()).isEqualTo(64);
    assertThat(kind("SQ8").minimumSample()).isEqualTo(1);
  }

  private static FaissKind kind(String description) {
    return FaissKind.of(new IndexSpec(8, Metric.INNER_PRODUCT, description));
  }
}
