package io.salver.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.BackendFailure;
import io.salver.fault.NotFound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What files of every vector index, and vectors that come back out of it, keep to; and searches.
 */
abstract class VectorFileContract extends VectorSearchContract {

  @Test
  void gives_vectors_back() {
    try (VectorIndex index = filled(Metric.INNER_PRODUCT)) {
      for (int i : new int[] {0, 17, SIZE - 1}) {
        float[] vector = index.reconstruct(ids[i]);
        assertThat(vector).hasSize(DIMENSION);
        for (int c = 0; c < DIMENSION; c++) {
          assertThat(vector[c])
              .isCloseTo(vectors.get(i * DIMENSION + c), within(reconstructionError()));
        }
      }
      assertThatThrownBy(() -> index.reconstruct(6))
          .isInstanceOf(NotFound.class)
          .hasMessageContaining("6");
    }
  }

  @Test
  void reads_what_it_wrote() {
    for (Metric metric : Metric.values()) {
      Path file = directory.resolve("index");
      try (VectorIndex index = filled(metric)) {
        indexes().write(index, file);
        try (VectorIndex read = indexes().read(file)) {
          assertThat(read.spec()).isEqualTo(index.spec());
          assertThat(read.size()).isEqualTo(index.size());
          List<Neighbors> expected = index.search(queries, SearchRequest.nearest(10));
          List<Neighbors> found = read.search(queries, SearchRequest.nearest(10));
          for (int i = 0; i < QUERIES; i++) {
            assertThat(found.get(i).ids()).isEqualTo(expected.get(i).ids());
            assertThat(found.get(i).scores()).isEqualTo(expected.get(i).scores());
          }
          assertThat(read.reconstruct(ids[8])).isEqualTo(index.reconstruct(ids[8]));
        }
      }
    }
    assertThat(directory)
        .isDirectoryContaining("regex:.*index")
        .isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void refuses_a_file_with_any_byte_flipped() throws IOException {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += at < 200 ? 1 : whole.length / 50) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x20;
      Files.write(file, damaged);
      assertThatThrownBy(() -> indexes().read(file)).isInstanceOf(BackendFailure.class);
    }
  }

  @Test
  void refuses_a_file_cut_off_or_grown() throws IOException {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 7, 19, 30, 80, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> indexes().read(file))
          .as("%d bytes", length)
          .isInstanceOf(BackendFailure.class);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> indexes().read(file)).isInstanceOf(BackendFailure.class);
  }

  @Test
  void refuses_a_file_that_is_not_there() {
    assertThatThrownBy(() -> indexes().read(directory.resolve("absent")))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("absent");
  }

  private Path written() {
    Path file = directory.resolve("index");
    try (VectorIndex index = filled(Metric.INNER_PRODUCT)) {
      indexes().write(index, file);
    }
    return file;
  }
}
