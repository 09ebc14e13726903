package io.salver.table.arrow;

import io.salver.fault.InvalidInput;
import io.salver.fault.TooLarge;
import io.salver.table.RowLimits;
import io.salver.table.Rows;
import io.salver.table.RowsBuilder;
import io.salver.table.arrow.ArrowColumn.Dictionary;
import io.salver.table.arrow.Frames.Frame;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;

/** One stream on its way from messages to cells. Not thread-safe. */
final class ArrowReading {

  private final RowLimits limits;
  private final RowsBuilder rows;
  private final List<ArrowColumn> columns = new ArrayList<>();
  private final Map<Long, Dictionary> dictionaries = new HashMap<>();

  ArrowReading(RowLimits limits, TensorScope scope) {
    this.limits = limits;
    this.rows = RowsBuilder.typed(limits, scope);
  }

  Rows read(ByteBuffer bytes) {
    Frames frames = new Frames(bytes);
    schema(
        frames
            .next()
            .orElseThrow(
                () -> new InvalidInput("the Arrow stream is empty; a schema is expected")));
    for (Optional<Frame> next = frames.next(); next.isPresent(); next = frames.next()) {
      message(next.get());
    }
    return rows.build();
  }

  private void schema(Frame frame) {
    Schema schema = new Schema();
    if (frame.message().headerType() != MessageHeader.Schema
        || frame.message().header(schema) == null) {
      throw Damaged.stream("it does not begin with a schema");
    }
    if (schema.endianness() != Endianness.Little) {
      throw new InvalidInput("an Arrow stream in little-endian order is expected");
    }
    if (schema.fieldsLength() > limits.columns()) {
      throw new TooLarge(
          "the Arrow stream has %d columns; at most %d may be"
              .formatted(schema.fieldsLength(), limits.columns()));
    }
    for (int i = 0; i < schema.fieldsLength(); i++) {
      ArrowColumn column = ArrowColumn.of(schema.fields(i));
      if (rows.column(column.name()) != i) {
        throw new InvalidInput(
            "the Arrow stream has two columns named '%s'".formatted(column.name()));
      }
      columns.add(column);
    }
  }

  private void message(Frame frame) {
    switch (frame.message().headerType()) {
      case MessageHeader.RecordBatch -> {
        RecordBatch batch = new RecordBatch();
        present(frame.message().header(batch));
        records(new Batch(batch, frame.body(), count(batch, limits.rows() - rows.count())));
      }
      case MessageHeader.DictionaryBatch -> {
        DictionaryBatch batch = new DictionaryBatch();
        present(frame.message().header(batch));
        dictionary(batch, frame.body());
      }
      default ->
          throw Damaged.stream(
              "a message of kind %d among batches".formatted(frame.message().headerType()));
    }
  }

  private void records(Batch batch) {
    List<Cells> cells = columns.stream().map(column -> column.read(batch, dictionaries)).toList();
    for (int at = 0; at < batch.rows(); at++) {
      rows.row();
      for (int place = 0; place < cells.size(); place++) {
        cells.get(place).put(at, rows, place);
      }
    }
  }

  private void dictionary(DictionaryBatch message, ByteBuffer body) {
    long id = message.id();
    ArrowColumn column =
        columns.stream()
            .filter(each -> each.dictionary().isPresent() && each.dictionary().getAsLong() == id)
            .findFirst()
            .orElseThrow(() -> Damaged.stream("no column has the dictionary %d".formatted(id)));
    if (message.isDelta()) {
      throw new InvalidInput(
          "column '%s' has a dictionary that grows within the stream; one that is whole is expected"
              .formatted(column.name()));
    }
    RecordBatch values = message.data();
    present(values);
    Batch batch = new Batch(values, body, count(values, Integer.MAX_VALUE));
    dictionaries.put(id, new Dictionary(column.type().read(batch, column.name()), batch.rows()));
  }

  private int count(RecordBatch batch, int most) {
    if (batch.length() < 0) {
      throw Damaged.stream("a batch of %d rows".formatted(batch.length()));
    }
    if (batch.length() > most) {
      throw new TooLarge("there are more than %d rows".formatted(limits.rows()));
    }
    return (int) batch.length();
  }

  private static void present(@org.jspecify.annotations.Nullable Object header) {
    if (header == null) {
      throw Damaged.stream("a message has no content");
    }
  }
}
