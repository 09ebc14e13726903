package io.salver.table.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import io.salver.table.Column;
import io.salver.table.Rows;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;

/** Rows on their way to a stream of a schema and one record batch. Not thread-safe. */
final class ArrowWriting {

  private static final int CONTINUATION = -1;
  private static final int ALIGNMENT = 8;
  private static final int PREFIX = 2 * Integer.BYTES;

  private final Rows rows;
  private final List<ColumnKind> kinds;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ArrowWriting(Rows rows) {
    this.rows = rows;
    this.kinds =
        rows.columns().stream().map(column -> ColumnKind.of(column, rows.count())).toList();
  }

  byte[] write() {
    FlatBufferBuilder schema = new FlatBufferBuilder();
    message(schema, MessageHeader.Schema, schema(schema), new byte[0]);
    Body body = new Body();
    for (int i = 0; i < kinds.size(); i++) {
      body.append(rows.columns().get(i), kinds.get(i), rows.count());
    }
    FlatBufferBuilder batch = new FlatBufferBuilder();
    message(batch, MessageHeader.RecordBatch, batch(batch, body), body.toByteArray());
    out.writeBytes(prefix(0));
    return out.toByteArray();
  }

  private int schema(FlatBufferBuilder builder) {
    int[] fields = new int[kinds.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = field(builder, rows.columns().get(i), kinds.get(i));
    }
    return Schema.createSchema(
        builder, Endianness.Little, Schema.createFieldsVector(builder, fields), 0, 0);
  }

  private static int field(FlatBufferBuilder builder, Column column, ColumnKind kind) {
    int name = builder.createString(column.name());
    int type = kind.table(builder);
    int children = Field.createChildrenVector(builder, new int[0]);
    return Field.createField(builder, name, true, kind.type(), type, 0, children, 0);
  }

  private int batch(FlatBufferBuilder builder, Body body) {
    RecordBatch.startNodesVector(builder, kinds.size());
    for (int nulls : body.nulls().reversed()) {
      FieldNode.createFieldNode(builder, rows.count(), nulls);
    }
    int nodes = builder.endVector();
    RecordBatch.startBuffersVector(builder, body.buffers().size());
    for (long[] buffer : body.buffers().reversed()) {
      Buffer.createBuffer(builder, buffer[0], buffer[1]);
    }
    int buffers = builder.endVector();
    return RecordBatch.createRecordBatch(builder, rows.count(), nodes, buffers, 0, 0);
  }

  private void message(FlatBufferBuilder builder, byte type, int header, byte[] body) {
    builder.finish(
        Message.createMessage(builder, MetadataVersion.V5, type, header, body.length, 0));
    byte[] metadata = builder.sizedByteArray();
    int padding = Math.floorMod(-(PREFIX + metadata.length), ALIGNMENT);
    out.writeBytes(prefix(metadata.length + padding));
    out.writeBytes(metadata);
    out.writeBytes(new byte[padding]);
    out.writeBytes(body);
  }

  private static byte[] prefix(int length) {
    return ByteBuffer.allocate(PREFIX)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(CONTINUATION)
        .putInt(length)
        .array();
  }
}
