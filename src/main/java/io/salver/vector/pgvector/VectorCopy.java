package io.salver.vector.pgvector;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends vectors in the binary format of COPY (PostgreSQL's manual, "COPY, Binary Format"). */
final class VectorCopy {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int CHUNK_BYTES = 1 << 16;

  private VectorCopy() {}

  /** Appends {@code [ids.length, dimension]} vectors to a table of the columns id and vector. */
  static void into(
      Connection connection, String table, long[] ids, FloatBuffer vectors, int dimension)
      throws SQLException {
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table + " (id, vector) FROM STDIN (FORMAT binary)");
    try {
      int rowBytes = 2 + 4 + Long.BYTES + 4 + 4 + dimension * Float.BYTES;
      byte[] bytes = new byte[Math.max(CHUNK_BYTES, 64 + rowBytes)];
      ByteBuffer chunk = ByteBuffer.wrap(bytes);
      chunk.put(SIGNATURE).putInt(0).putInt(0);
      FloatBuffer rest = vectors.duplicate();
      for (long id : ids) {
        if (chunk.remaining() < rowBytes + 2) {
          copy.writeToCopy(bytes, 0, chunk.position());
          chunk.clear();
        }
        chunk.putShort((short) 2);
        chunk.putInt(Long.BYTES).putLong(id);
        chunk.putInt(4 + dimension * Float.BYTES).putShort((short) dimension).putShort((short) 0);
        for (int component = 0; component < dimension; component++) {
          chunk.putFloat(rest.get());
        }
      }
      chunk.putShort((short) -1);
      copy.writeToCopy(bytes, 0, chunk.position());
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
