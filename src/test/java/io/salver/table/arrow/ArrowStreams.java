package io.salver.table.arrow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** Streams that Arrow's own library writes, and what it reads. */
final class ArrowStreams {

  private static final int ROWS = 4;
  private static final int MISSING = 1;

  private ArrowStreams() {}

  /** Four rows of a column of every type that is read; the second is null in each. */
  static byte[] everyType() {
    try (BufferAllocator memory = new RootAllocator()) {
      List<FieldVector> vectors = new ArrayList<>();
      vectors.addAll(wholes(memory));
      vectors.addAll(reals(memory));
      vectors.addAll(texts(memory));
      vectors.addAll(moments(memory));
      NullVector nothing = new NullVector("null", ROWS);
      vectors.add(nothing);
      DictionaryProvider.MapDictionaryProvider dictionaries =
          new DictionaryProvider.MapDictionaryProvider();
      vectors.add(dictionary(memory, dictionaries));
      byte[] stream = write(vectors, dictionaries, 1, root -> {});
      dictionaries.lookup(1).getVector().close();
      return stream;
    }
  }

  /** Batches of two rows, numbered through in column x. */
  static byte[] batches(int count) {
    try (BufferAllocator memory = new RootAllocator()) {
      BigIntVector numbers = new BigIntVector("x", memory);
      int[] next = {0};
      return write(
          List.of(numbers),
          new DictionaryProvider.MapDictionaryProvider(),
          count,
          root -> {
            numbers.setSafe(0, next[0]++);
            numbers.setSafe(1, next[0]++);
            numbers.setValueCount(2);
            root.setRowCount(2);
          });
    }
  }

  /** A column that is not read. */
  static byte[] nested() {
    try (BufferAllocator memory = new RootAllocator()) {
      ListVector lists = ListVector.empty("list", memory);
      lists.addOrGetVector(FieldType.nullable(new ArrowType.Int(32, true)));
      lists.setValueCount(ROWS);
      return write(List.of(lists), new DictionaryProvider.MapDictionaryProvider(), 1, root -> {});
    }
  }

  /** What the library reads of a stream, a line a row. */
  static List<String> texts(byte[] stream) {
    List<String> lines = new ArrayList<>();
    try (BufferAllocator memory = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(stream), memory)) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        for (int row = 0; row < root.getRowCount(); row++) {
          StringJoiner line = new StringJoiner(" ");
          for (FieldVector vector : root.getFieldVectors()) {
            line.add(vector.getName() + "=" + text(vector.getObject(row)));
          }
          lines.add(line.toString());
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return lines;
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
  }

  private interface Fill {
    void fill(VectorSchemaRoot root);
  }

  private static byte[] write(
      List<? extends FieldVector> vectors,
      DictionaryProvider dictionaries,
      int batches,
      Fill fill) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (VectorSchemaRoot root = new VectorSchemaRoot(List.copyOf(vectors));
        ArrowStreamWriter writer =
            new ArrowStreamWriter(root, dictionaries, Channels.newChannel(out))) {
      writer.start();
      for (int batch = 0; batch < batches; batch++) {
        root.setRowCount(vectors.getFirst().getValueCount());
        fill.fill(root);
        writer.writeBatch();
      }
      writer.end();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static List<FieldVector> wholes(BufferAllocator memory) {
    TinyIntVector bytes = new TinyIntVector("int8", memory);
    UInt1Vector unsigned = new UInt1Vector("uint8", memory);
    SmallIntVector shorts = new SmallIntVector("int16", memory);
    IntVector ints = new IntVector("int32", memory);
    BigIntVector longs = new BigIntVector("int64", memory);
    int[] values = {-1, 0, 5, 127};
    for (int row = 0; row < ROWS; row++) {
      if (row != MISSING) {
        bytes.setSafe(row, values[row]);
        unsigned.setSafe(row, values[row]);
        shorts.setSafe(row, values[row]);
        ints.setSafe(row, values[row]);
        longs.setSafe(row, values[row]);
      }
    }
    return counted(bytes, unsigned, shorts, ints, longs);
  }

  private static List<FieldVector> reals(BufferAllocator memory) {
    Float4Vector floats = new Float4Vector("float", memory);
    Float8Vector doubles = new Float8Vector("double", memory);
    DecimalVector decimals = new DecimalVector("decimal", memory, 20, 2);
    BitVector bits = new BitVector("bool", memory);
    double[] values = {-0.5, 0, 5, 1e300};
    String[] fractions = {"-1.25", "0", "5.00", "12.50"};
    for (int row = 0; row < ROWS; row++) {
      if (row != MISSING) {
        floats.setSafe(row, row == 3 ? 1e30f : (float) values[row]);
        doubles.setSafe(row, values[row]);
        decimals.setSafe(row, new BigDecimal(fractions[row]));
        bits.setSafe(row, row == 2 ? 0 : 1);
      }
    }
    return counted(floats, doubles, decimals, bits);
  }

  private static List<FieldVector> texts(BufferAllocator memory) {
    VarCharVector texts = new VarCharVector("utf8", memory);
    LargeVarCharVector large = new LargeVarCharVector("large", memory);
    ViewVarCharVector views = new ViewVarCharVector("view", memory);
    views.allocateNew(1_024, ROWS);
    VarBinaryVector binary = new VarBinaryVector("binary", memory);
    String[] values = {"é", "", "", "東京 🚀"};
    for (int row = 0; row < ROWS; row++) {
      if (row != MISSING) {
        byte[] bytes = values[row].getBytes(StandardCharsets.UTF_8);
        texts.setSafe(row, bytes);
        large.setSafe(row, bytes);
        views.setSafe(
            row, row == 3 ? "longer than twelve bytes".getBytes(StandardCharsets.UTF_8) : bytes);
        binary.setSafe(row, new byte[] {1, 2, 3});
      }
    }
    return counted(texts, large, views, binary);
  }

  private static List<FieldVector> moments(BufferAllocator memory) {
    DateDayVector days = new DateDayVector("day", memory);
    DateMilliVector millis = new DateMilliVector("milliday", memory);
    TimeStampMicroVector micros = new TimeStampMicroVector("micros", memory);
    long[] times = {-1, 0, 0, 1_614_594_600_123_456L};
    for (int row = 0; row < ROWS; row++) {
      if (row != MISSING) {
        int day = row < MISSING ? -1 : row - 2;
        days.setSafe(row, day);
        millis.setSafe(row, day * 86_400_000L);
        micros.setSafe(row, times[row]);
      }
    }
    return counted(days, millis, micros);
  }

  private static FieldVector dictionary(
      BufferAllocator memory, DictionaryProvider.MapDictionaryProvider dictionaries) {
    VarCharVector values = new VarCharVector("values", memory);
    values.setSafe(0, "a".getBytes(StandardCharsets.UTF_8));
    values.setSafe(1, "b".getBytes(StandardCharsets.UTF_8));
    values.setValueCount(2);
    Dictionary dictionary = new Dictionary(values, new DictionaryEncoding(1, false, null));
    dictionaries.put(dictionary);
    try (VarCharVector plain = new VarCharVector("dictionary", memory)) {
      plain.setSafe(0, "b".getBytes(StandardCharsets.UTF_8));
      plain.setSafe(2, "a".getBytes(StandardCharsets.UTF_8));
      plain.setSafe(3, "b".getBytes(StandardCharsets.UTF_8));
      plain.setValueCount(ROWS);
      return (FieldVector) DictionaryEncoder.encode(plain, dictionary);
    }
  }

  private static List<FieldVector> counted(FieldVector... vectors) {
    for (FieldVector vector : vectors) {
      vector.setValueCount(ROWS);
    }
    return List.of(vectors);
  }
}
