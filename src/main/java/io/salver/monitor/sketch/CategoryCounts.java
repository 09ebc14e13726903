package io.salver.monitor.sketch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each category came: exactly for those that are known beforehand; of all others how many
 * there were, exactly, and by a sketch the frequent ones. Memory is bounded, also where each value
 * is another and long. Not thread-safe.
 */
public final class CategoryCounts {

  /** Longer texts are cut; two that are equal up to here are taken for one. */
  public static final int LONGEST = 128;

  private final Known known;
  private final long[] counts;
  private final Sketches sketches;
  private final ItemSketch others;
  private long other;

  /** Counts of nothing. */
  public CategoryCounts(Known known, Sketches sketches) {
    this(known, sketches, new long[known.size()], sketches.items(), 0);
  }

  private CategoryCounts(
      Known known, Sketches sketches, long[] counts, ItemSketch others, long other) {
    this.known = known;
    this.sketches = sketches;
    this.counts = counts;
    this.others = others;
    this.other = other;
  }

  /** The categories that are known beforehand, each with its place. Immutable; shared by counts. */
  public static final class Known {

    private final Map<String, Integer> places = new LinkedHashMap<>();

    /** These, in this order. */
    public Known(Collection<String> categories) {
      categories.forEach(category -> places.putIfAbsent(category, places.size()));
    }

    int size() {
      return places.size();
    }

    /** They, in their order. */
    public List<String> categories() {
      return List.copyOf(places.keySet());
    }
  }

  /** Counts one value; false if it is not among the known. */
  public boolean add(String category) {
    Integer place = known.places.get(category);
    if (place != null) {
      counts[place]++;
      return true;
    }
    other++;
    others.add(category.length() <= LONGEST ? category : category.substring(0, LONGEST));
    return false;
  }

  /** Takes what another counted of the same known categories. */
  public void merge(CategoryCounts from) {
    if (from.counts.length != counts.length) {
      throw new IllegalArgumentException(
          "counts of %d categories do not add up with those of %d"
              .formatted(from.counts.length, counts.length));
    }
    for (int place = 0; place < counts.length; place++) {
      counts[place] += from.counts[place];
    }
    other += from.other;
    others.merge(from.others);
  }

  /** How often each known category came, in their order. */
  public long[] counts() {
    return counts.clone();
  }

  /** How often others came. */
  public long other() {
    return other;
  }

  /** How many values came. */
  public long total() {
    long total = other;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** The frequent ones among the others. */
  public List<ItemSketch.ItemCount> others() {
    return others.items();
  }

  /** The categories that are known beforehand. */
  public Known known() {
    return known;
  }

  /** Writes itself, without the known categories' names. */
  public void write(DataOutput output) throws IOException {
    output.writeInt(counts.length);
    for (long count : counts) {
      output.writeLong(count);
    }
    output.writeLong(other);
    Frames.write(output, others.toBytes());
  }

  /** Adds what {@link #write} wrote. */
  public void merge(DataInput input) throws IOException {
    int size = input.readInt();
    if (size != counts.length) {
      throw new IOException("counts of %d categories, not %d".formatted(size, counts.length));
    }
    long[] read = new long[size];
    for (int place = 0; place < size; place++) {
      read[place] = input.readLong();
    }
    long readOther = input.readLong();
    ItemSketch readOthers = sketches.readItems(Frames.read(input));
    merge(new CategoryCounts(known, sketches, read, readOthers, readOther));
  }
}
