package io.salver.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.salver.fault.BackendFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * SQLite in a file: one connection writes, several read beside it. A commit returns when the
 * write-ahead log is on the disk.
 */
final class SqliteDatabase implements Database {

  private static final int READERS = 4;
  private static final int BUSY_MILLIS = 5_000;
  private static final int CACHE_KIB = 16 << 10;

  private final Path directory;
  private final Path file;
  private final SQLiteConfig configuration;
  private final AgroalDataSource writers;
  private final AgroalDataSource readers;

  /** The database in the file {@code salver.db} below {@code directory}. */
  SqliteDatabase(Path directory) {
    this.directory = directory.toAbsolutePath();
    this.file = this.directory.resolve("salver.db");
    // The driver unpacks its native library; this directory is writable where others may not be.
    System.getProperties().putIfAbsent("org.sqlite.tmpdir", this.directory.toString());
    this.configuration = configuration();
    this.writers = pool(1, TransactionMode.IMMEDIATE);
    this.readers = pool(READERS, TransactionMode.DEFERRED);
  }

  private static SQLiteConfig configuration() {
    SQLiteConfig configuration = new SQLiteConfig();
    configuration.setJournalMode(JournalMode.WAL);
    configuration.setSynchronous(SynchronousMode.FULL);
    configuration.setBusyTimeout(BUSY_MILLIS);
    configuration.setCacheSize(-CACHE_KIB);
    configuration.setTempStore(TempStore.MEMORY);
    return configuration;
  }

  private AgroalDataSource pool(int size, TransactionMode mode) {
    Properties properties = configuration.toProperties();
    properties.setProperty(SQLiteConfig.Pragma.TRANSACTION_MODE.getPragmaName(), mode.name());
    return Pool.of(
        size,
        ExceptionSorter.emptyExceptionSorter(),
        factory -> {
          factory.connectionProviderClass(JDBC.class).jdbcUrl(url());
          properties.forEach((key, value) -> factory.jdbcProperty((String) key, (String) value));
          return factory;
        });
  }

  private String url() {
    return JDBC.PREFIX + file;
  }

  @Override
  public DataSource writers() {
    return writers;
  }

  @Override
  public DataSource readers() {
    return readers;
  }

  @Override
  public DataSource unpooled() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new BackendFailure(
          "the directory of salver.store.directory, " + directory + ", cannot be made", e);
    }
    SQLiteDataSource source = new SQLiteDataSource(configuration);
    source.setUrl(url());
    return source;
  }

  @Override
  public String explain(SQLException failure) {
    return "the store in the file " + file + " (salver.store.directory) " + reason(failure);
  }

  private static String reason(SQLException failure) {
    SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff);
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED -> "is locked by another process";
      case SQLITE_NOTADB -> "is no database, or a damaged one";
      case SQLITE_CORRUPT -> "is damaged";
      case SQLITE_CANTOPEN -> "cannot be opened";
      case SQLITE_READONLY, SQLITE_PERM -> "must not be written";
      case SQLITE_FULL -> "has no room left on its disk";
      case SQLITE_IOERR -> "cannot be read or written";
      default -> "failed";
    };
  }

  @Override
  public void close() {
    readers.close();
    writers.close(); // last, so that it folds the write-ahead log into the file
  }
}
