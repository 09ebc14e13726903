package io.salver.store;

import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A kind of database, as far as kinds differ. Thread-safe. Making one opens nothing; {@link #close}
 * closes every connection.
 */
interface Database extends AutoCloseable {

  /** Connections that write. */
  DataSource writers();

  /** Connections whose transactions see one state of the database, and that only read. */
  DataSource readers();

  /** A connection outside the pools that may take long: for migrations. */
  DataSource unpooled();

  /** What went wrong in words, told from its code, naming the setting to look at. */
  String explain(SQLException failure);

  @Override
  void close();
}
