package io.salver.recommend.live;

import io.salver.recommend.catalogue.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Computes from an item in a row what {@code reading} says, and keeps it. Thread-safe to look at;
 * fails as often as it was told to.
 */
final class RecordingListener implements ItemListener {

  final Map<Integer, Integer> content = new ConcurrentSkipListMap<>();
  final AtomicInteger failures = new AtomicInteger();
  final AtomicInteger computed = new AtomicInteger();
  final AtomicInteger images = new AtomicInteger();
  private final IntUnaryOperator reading;

  RecordingListener(IntUnaryOperator reading) {
    this.reading = reading;
  }

  /** One that begins with what another saved. */
  static RecordingListener from(Path directory, IntUnaryOperator reading) throws IOException {
    RecordingListener listener = new RecordingListener(reading);
    for (String line : Files.readAllLines(directory.resolve("content"))) {
      int middle = line.indexOf('=');
      listener.content.put(
          Integer.valueOf(line.substring(0, middle)), Integer.valueOf(line.substring(middle + 1)));
    }
    return listener;
  }

  @Override
  public String name() {
    return "recording";
  }

  @Override
  public void put(int[] rows, IntFunction<Optional<Image>> pictures) {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("told to fail");
    }
    for (int row : rows) {
      content.put(row, reading.applyAsInt(row));
      computed.incrementAndGet();
      images.addAndGet(pictures.apply(row).isPresent() ? 1 : 0);
    }
  }

  @Override
  public void remove(int[] rows) {
    for (int row : rows) {
      content.remove(row);
    }
  }

  @Override
  public Capture capture() {
    List<String> lines =
        content.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
    return new Capture() {
      @Override
      public void write(Path directory) {
        try {
          Files.write(directory.resolve("content"), lines);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void close() {}
    };
  }
}
