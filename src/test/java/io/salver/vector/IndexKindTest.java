package io.salver.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class IndexKindTest {

  @Test
  void few_vectors_are_scanned() {
    assertThat(IndexKind.resolve(IndexKind.AUTO, 0)).isEqualTo("Flat");
    assertThat(IndexKind.resolve(IndexKind.AUTO, 19_999)).isEqualTo("Flat");
  }

  @Test
  void many_vectors_go_into_cells() {
    assertThat(IndexKind.resolve(IndexKind.AUTO, 20_000)).isEqualTo("IVF566,Flat");
    assertThat(IndexKind.resolve(IndexKind.AUTO, 1_000_000)).isEqualTo("IVF4000,Flat");
  }

  @Test
  void a_description_stays_as_it_is() {
    assertThat(IndexKind.resolve("HNSW32", 5)).isEqualTo("HNSW32");
  }
}
