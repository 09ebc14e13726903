package io.salver.monitor.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Parts that are added up equal one that saw all. */
final class MergeProperties {

  @Property(tries = 200, seed = "1")
  void moments(
      @ForAll List<@DoubleRange(min = -1e6, max = 1e6) Double> first,
      @ForAll List<@DoubleRange(min = -1e6, max = 1e6) Double> second)
      throws IOException {
    Moments one = new Moments();
    Moments left = new Moments();
    Moments right = new Moments();
    first.forEach(one::add);
    second.forEach(one::add);
    first.forEach(left::add);
    second.forEach(right::add);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    right.write(new DataOutputStream(bytes));
    left.merge(Moments.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
    assertThat(left.count()).isEqualTo(one.count());
    assertThat(left.mean()).isCloseTo(one.mean(), within(1e-7));
    assertThat(left.deviation()).isCloseTo(one.deviation(), within(1e-4));
    assertThat(left.min()).isEqualTo(one.min());
    assertThat(left.max()).isEqualTo(one.max());
  }

  @Property(tries = 200, seed = "1")
  void categories(
      @ForAll @Size(max = 60) List<@IntRange(max = 8) Integer> first,
      @ForAll @Size(max = 60) List<@IntRange(max = 8) Integer> second)
      throws IOException {
    CategoryCounts.Known known = new CategoryCounts.Known(List.of("0", "1", "2", "3", "4"));
    Sketches sketches = new ExactSketches();
    CategoryCounts one = new CategoryCounts(known, sketches);
    CategoryCounts left = new CategoryCounts(known, sketches);
    CategoryCounts right = new CategoryCounts(known, sketches);
    first.forEach(value -> one.add(value.toString()));
    second.forEach(value -> one.add(value.toString()));
    first.forEach(value -> left.add(value.toString()));
    second.forEach(value -> right.add(value.toString()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    right.write(new DataOutputStream(bytes));
    left.merge(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(left.counts()).isEqualTo(one.counts());
    assertThat(left.other()).isEqualTo(one.other());
    assertThat(left.total()).isEqualTo(first.size() + second.size());
    assertThat(left.others()).containsExactlyInAnyOrderElementsOf(one.others());
  }
}
