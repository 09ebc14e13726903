package io.salver.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL on a server. Half of the connections write, half read. */
final class PostgresDatabase implements Database {

  private static final int CONNECT_SECONDS = 5;
  private static final int ANSWER_SECONDS = 60;

  private final StoreSettings settings;
  private final String url;
  private final AgroalDataSource writers;
  private final AgroalDataSource readers;

  /** The database at that address, with the name and password of {@code settings}. */
  PostgresDatabase(String url, StoreSettings settings) {
    this.settings = settings;
    this.url = url;
    int half = Math.max(1, settings.connections() / 2);
    this.writers = pool(half, TransactionIsolation.READ_COMMITTED, false);
    this.readers = pool(half, TransactionIsolation.REPEATABLE_READ, true);
  }

  private AgroalDataSource pool(int size, TransactionIsolation isolation, boolean readOnly) {
    return Pool.of(
        size,
        PostgresDatabase::endsConnection,
        factory ->
            credentials(factory)
                .connectionProviderClass(Driver.class)
                .jdbcUrl(url)
                .jdbcTransactionIsolation(isolation)
                .readOnly(readOnly)
                .jdbcProperty(PGProperty.APPLICATION_NAME.getName(), "salver")
                .jdbcProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true")
                .jdbcProperty(PGProperty.CONNECT_TIMEOUT.getName(), "" + CONNECT_SECONDS)
                .jdbcProperty(PGProperty.SOCKET_TIMEOUT.getName(), "" + ANSWER_SECONDS));
  }

  private AgroalConnectionFactoryConfigurationSupplier credentials(
      AgroalConnectionFactoryConfigurationSupplier factory) {
    settings.username().map(NamePrincipal::new).ifPresent(factory::principal);
    settings.password().map(SimplePassword::new).ifPresent(factory::credential);
    return factory;
  }

  /** Connection failures, and the server's word that it stops. */
  private static boolean endsConnection(SQLException failure) {
    String code = failure.getSQLState();
    return code != null && (code.startsWith("08") || code.startsWith("57P"));
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
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setConnectTimeout(CONNECT_SECONDS);
    settings.username().ifPresent(source::setUser);
    settings.password().ifPresent(source::setPassword);
    return source;
  }

  @Override
  public String explain(SQLException failure) {
    return "the store at " + settings + " (salver.store.url) " + reason(failure.getSQLState());
  }

  /** By the code's class, or all of it: PostgreSQL's manual, appendix A. */
  private static String reason(String code) {
    if (code == null) {
      return "has no free connection";
    }
    return switch (code) {
      case "3D000" -> "does not exist";
      case "25006" -> "must not be written: it is a standby or read-only";
      case "42501" -> "does not let the user of salver.store.username do that";
      case "53300" -> "has no free connection";
      case "57014" -> "took too long";
      default ->
          switch (code.substring(0, Math.min(2, code.length()))) {
            case "08", "57" -> "cannot be reached";
            case "28" -> "refuses the user and password of salver.store.username and .password";
            case "40", "55" -> "is locked by others";
            case "53" -> "has no room left";
            case "58", "XX" -> "is damaged or cannot read its disk";
            default -> "failed";
          };
    };
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
  }
}
