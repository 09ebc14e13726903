package io.salver.monitor.datasketches;

import io.salver.monitor.sketch.ItemSketch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.FrequentItemsSketch;

/** A sketch of frequent texts. */
final class FrequentItems implements ItemSketch {

  private static final Comparator<ItemCount> ORDER =
      Comparator.comparingLong(ItemCount::count).reversed().thenComparing(ItemCount::item);

  private final FrequentItemsSketch<String> sketch;

  FrequentItems(FrequentItemsSketch<String> sketch) {
    this.sketch = sketch;
  }

  @Override
  public void add(String item) {
    sketch.update(item);
  }

  @Override
  public void merge(ItemSketch other) {
    if (!(other instanceof FrequentItems same)) {
      throw new IllegalArgumentException("frequent texts do not add up with a " + other);
    }
    sketch.merge(same.sketch);
  }

  @Override
  public List<ItemCount> items() {
    return Arrays.stream(sketch.getFrequentItems(0, ErrorType.NO_FALSE_NEGATIVES))
        .map(
            row ->
                new ItemCount(
                    row.getItem(), row.getEstimate(), row.getUpperBound() - row.getLowerBound()))
        .sorted(ORDER)
        .toList();
  }

  @Override
  public byte[] toBytes() {
    return sketch.toByteArray(new ArrayOfStringsSerDe());
  }
}
