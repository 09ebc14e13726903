package io.salver.vector.living;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import io.salver.vector.ClusteredVectors;
import io.salver.vector.ExactIndexes;
import io.salver.vector.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots on disk: whole or refused. */
final class SnapshotTest {

  private static final LivingIndexSettings SETTINGS =
      LivingIndexes.settings(Metric.INNER_PRODUCT, "Flat");

  @TempDir Path directory = Path.of("");

  private final ExactIndexes library = new ExactIndexes();

  @Test
  void an_empty_index_has_a_snapshot_too() {
    try (LivingIndex index = LivingIndexes.open(library, SETTINGS, Runnable::run)) {
      write(index, "");
    }
    try (LivingIndex read = read().index()) {
      assertThat(read.size()).isZero();
    }
  }

  @Test
  void a_later_snapshot_replaces_the_one_before_and_what_a_crash_left() throws IOException {
    try (LivingIndex index = filled()) {
      write(index, "1");
      Files.writeString(directory.resolve("rows-half.part"), "half");
      Files.writeString(directory.resolve("main-of-an-attempt"), "whole but unnamed");
      write(index, "2");
      assertThat(files()).hasSize(3);
      RestoredIndex read = read();
      assertThat(read.label()).isEqualTo("2");
      read.index().close();
    }
  }

  @Test
  void a_crash_before_the_manifest_leaves_the_snapshot_before() throws IOException {
    try (LivingIndex index = filled()) {
      write(index, "1");
    }
    Files.writeString(directory.resolve("main-of-the-next"), "whole");
    Files.writeString(directory.resolve("rows-of-the-next.part"), "half");
    RestoredIndex read = read();
    assertThat(read.label()).isEqualTo("1");
    assertThat(read.index().size()).isEqualTo(100);
    read.index().close();
  }

  @Test
  void refuses_a_snapshot_of_which_any_file_is_damaged_cut_or_gone() throws IOException {
    try (LivingIndex index = filled()) {
      write(index, "1");
    }
    for (Path file : files()) {
      byte[] whole = Files.readAllBytes(file);
      for (int at : new int[] {3, 25, whole.length / 2, whole.length - 1}) {
        byte[] damaged = whole.clone();
        damaged[at] ^= 4;
        Files.write(file, damaged);
        assertThatThrownBy(this::read).as("%s at %d", file, at).isInstanceOf(BackendFailure.class);
      }
      Files.write(file, Arrays.copyOf(whole, whole.length - 2));
      assertThatThrownBy(this::read).isInstanceOf(BackendFailure.class);
      Files.delete(file);
      assertThatThrownBy(this::read).isInstanceOf(BackendFailure.class);
      Files.write(file, whole);
    }
    read().index().close();
  }

  @Test
  void refuses_a_snapshot_of_another_space_and_says_which() {
    try (LivingIndex index = filled()) {
      write(index, "1");
    }
    LivingIndexSettings other = LivingIndexes.settings(Metric.EUCLIDEAN, "Flat");
    assertThatThrownBy(() -> LivingIndexes.read(directory, library, other, Runnable::run))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("INNER_PRODUCT")
        .hasMessageContaining("expected 6 and EUCLIDEAN");
  }

  @Test
  void says_that_there_is_none() {
    assertThatThrownBy(this::read)
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("there is no index file");
  }

  private LivingIndex filled() {
    LivingIndex index = LivingIndexes.open(library, SETTINGS, Runnable::run);
    ClusteredVectors source = new ClusteredVectors(1, LivingIndexes.DIMENSION, 5, 0.5);
    index.put(IntStream.range(0, 95).toArray(), source.next(95));
    index.put(IntStream.range(95, 100).toArray(), source.next(5));
    return index;
  }

  private void write(LivingIndex index, String label) {
    try (LivingIndexSnapshot snapshot = index.snapshot(label)) {
      snapshot.write(directory);
    }
  }

  private RestoredIndex read() {
    return LivingIndexes.read(directory, library, SETTINGS, Runnable::run);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
