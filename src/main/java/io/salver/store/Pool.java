package io.salver.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Makes pools of connections, which open their first connection when it is wanted. */
final class Pool {

  /** The longest wait for a connection. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration VALIDATE_AFTER_IDLE = Duration.ofSeconds(5);
  private static final Duration CLOSE_AFTER_IDLE = Duration.ofMinutes(5);

  private Pool() {}

  /**
   * A pool of up to {@code size} connections without automatic commit; the caller closes it.
   *
   * @param sorter says after which failures a connection is of no more use
   */
  static AgroalDataSource of(
      int size,
      ExceptionSorter sorter,
      UnaryOperator<AgroalConnectionFactoryConfigurationSupplier> connections) {
    AgroalDataSourceConfigurationSupplier configuration =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(size)
                        .acquisitionTimeout(PATIENCE)
                        .idleValidationTimeout(VALIDATE_AFTER_IDLE)
                        .reapTimeout(CLOSE_AFTER_IDLE)
                        .exceptionSorter(sorter)
                        .connectionFactoryConfiguration(
                            factory -> connections.apply(factory.autoCommit(false))));
    try {
      return AgroalDataSource.from(configuration);
    } catch (SQLException e) {
      throw new IllegalStateException("a pool that opens nothing cannot fail", e);
    }
  }
}
