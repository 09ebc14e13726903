package io.salver.monitor.sketch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps everything: the oracle of those that do not. */
public final class ExactSketches implements Sketches {

  private static final int MARK = 0x65786163;

  @Override
  public QuantileSketch quantiles() {
    return new Numbers();
  }

  @Override
  public QuantileSketch readQuantiles(byte[] bytes) {
    ByteBuffer buffer = open(bytes);
    int count = buffer.getInt();
    if (buffer.remaining() != count * Double.BYTES) {
      throw new IllegalArgumentException("cut");
    }
    Numbers read = new Numbers();
    for (int i = 0; i < count; i++) {
      read.add(buffer.getDouble());
    }
    return read;
  }

  @Override
  public ItemSketch items() {
    return new Items();
  }

  @Override
  public ItemSketch readItems(byte[] bytes) {
    ByteBuffer buffer = open(bytes);
    Items read = new Items();
    for (int left = buffer.getInt(); left > 0; left--) {
      byte[] text = new byte[buffer.getInt()];
      buffer.get(text);
      read.counts.put(new String(text, StandardCharsets.UTF_8), buffer.getLong());
    }
    return read;
  }

  private static ByteBuffer open(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (bytes.length < 2 * Integer.BYTES || buffer.getInt() != MARK) {
      throw new IllegalArgumentException("not an exact sketch");
    }
    return buffer;
  }

  private static final class Numbers implements QuantileSketch {

    private double[] values = new double[16];
    private int count;

    @Override
    public void add(double value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }

    @Override
    public void merge(QuantileSketch other) {
      Numbers numbers = (Numbers) other;
      for (int i = 0; i < numbers.count; i++) {
        add(numbers.values[i]);
      }
    }

    @Override
    public Distribution distribution() {
      return Distribution.of(Arrays.copyOf(values, count));
    }

    @Override
    public byte[] toBytes() {
      ByteBuffer buffer = ByteBuffer.allocate(2 * Integer.BYTES + count * Double.BYTES);
      buffer.putInt(MARK).putInt(count);
      for (int i = 0; i < count; i++) {
        buffer.putDouble(values[i]);
      }
      return buffer.array();
    }
  }

  private static final class Items implements ItemSketch {

    private final Map<String, Long> counts = new TreeMap<>();

    @Override
    public void add(String item) {
      counts.merge(item, 1L, Long::sum);
    }

    @Override
    public void merge(ItemSketch other) {
      ((Items) other).counts.forEach((item, count) -> counts.merge(item, count, Long::sum));
    }

    @Override
    public List<ItemCount> items() {
      List<ItemCount> items = new ArrayList<>();
      counts.forEach((item, count) -> items.add(new ItemCount(item, count, 0)));
      items.sort(Comparator.comparingLong(ItemCount::count).reversed());
      return items;
    }

    @Override
    public byte[] toBytes() {
      int size = 2 * Integer.BYTES;
      for (String item : counts.keySet()) {
        size += item.getBytes(StandardCharsets.UTF_8).length + Integer.BYTES + Long.BYTES;
      }
      ByteBuffer buffer = ByteBuffer.allocate(size);
      buffer.putInt(MARK).putInt(counts.size());
      counts.forEach(
          (item, count) -> {
            byte[] text = item.getBytes(StandardCharsets.UTF_8);
            buffer.putInt(text.length).put(text).putLong(count);
          });
      return buffer.array();
    }
  }
}
