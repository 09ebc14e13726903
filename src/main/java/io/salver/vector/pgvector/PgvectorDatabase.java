package io.salver.vector.pgvector;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.salver.fault.BackendFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Connections to the database, which open when they are wanted, without automatic commit.
 * Thread-safe.
 */
final class PgvectorDatabase implements AutoCloseable {

  private static final int CONNECT_SECONDS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration VALIDATE_AFTER_IDLE = Duration.ofSeconds(5);

  private final PgvectorSettings settings;
  private final AgroalDataSource pool;

  PgvectorDatabase(PgvectorSettings settings) {
    this.settings = settings;
    try {
      this.pool =
          AgroalDataSource.from(
              new AgroalDataSourceConfigurationSupplier()
                  .connectionPoolConfiguration(
                      configuration ->
                          configuration
                              .maxSize(settings.connections())
                              .acquisitionTimeout(PATIENCE)
                              .idleValidationTimeout(VALIDATE_AFTER_IDLE)
                              .exceptionSorter(PgvectorDatabase::endsConnection)
                              .connectionFactoryConfiguration(this::configure)));
    } catch (SQLException e) {
      throw new IllegalStateException("a pool that opens nothing cannot fail", e);
    }
  }

  private AgroalConnectionFactoryConfigurationSupplier configure(
      AgroalConnectionFactoryConfigurationSupplier factory) {
    settings.username().map(NamePrincipal::new).ifPresent(factory::principal);
    settings.password().map(SimplePassword::new).ifPresent(factory::credential);
    return factory
        .connectionProviderClass(Driver.class)
        .jdbcUrl(settings.url())
        .autoCommit(false)
        .jdbcProperty(PGProperty.APPLICATION_NAME.getName(), "salver")
        .jdbcProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true")
        .jdbcProperty(PGProperty.CONNECT_TIMEOUT.getName(), "" + CONNECT_SECONDS);
  }

  private static boolean endsConnection(SQLException failure) {
    String code = failure.getSQLState();
    return code != null && (code.startsWith("08") || code.startsWith("57P"));
  }

  /** A connection, which the caller closes, with a transaction that it ends. */
  Connection connect() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw failure("connect", e);
    }
  }

  /** Does work in a transaction; undoes it when anything is thrown. */
  <T> T run(String what, Work<T> work) {
    try (Connection connection = connect()) {
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        undo(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw failure(what, e);
    }
  }

  static void undo(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  BackendFailure failure(String what, SQLException cause) {
    return new BackendFailure(
        "PostgreSQL at " + settings + " failed to " + what + ", code " + cause.getSQLState(),
        cause);
  }

  @Override
  public void close() {
    pool.close();
  }

  /** What is done within one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }
}
