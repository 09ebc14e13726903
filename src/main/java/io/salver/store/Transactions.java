package io.salver.store;

import io.salver.fault.BackendFailure;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Does work in transactions, after making sure of the schema. Whatever is thrown undoes the
 * transaction. Thread-safe.
 */
final class Transactions {

  private final Database database;
  private final Schema schema;

  Transactions(Database database, Schema schema) {
    this.database = database;
    this.schema = schema;
  }

  /**
   * Work whose changes are durable on return.
   *
   * @throws BackendFailure when the database fails; what became of the changes is then unknown
   */
  <T> T write(Work<T> work) {
    return run(database.writers(), work);
  }

  /**
   * Work that sees one state of the database and changes nothing.
   *
   * @throws BackendFailure when the database fails
   */
  <T> T read(Work<T> work) {
    return run(database.readers(), work);
  }

  /** Whether the database has been opened. */
  boolean hasBegun() {
    return schema.isReady();
  }

  private <T> T run(DataSource source, Work<T> work) {
    schema.require();
    try (Connection connection = source.getConnection()) {
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        undo(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new BackendFailure(database.explain(e), e);
    }
  }

  private static void undo(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
