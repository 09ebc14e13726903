package io.salver.store;

import io.salver.fault.BackendFailure;
import io.salver.time.Ticker;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database to this program's schema when it is first wanted, and after a failure again
 * when it is wanted and a second has passed. Several processes may do so at once. Thread-safe:
 * {@code failure} and {@code failedAt} are guarded by the lock, and {@code ready} never turns false
 * again.
 */
final class Schema {

  private static final String HISTORY = "salver_schema_history";
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Database database;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean ready;
  private @Nullable BackendFailure failure;
  private long failedAt;

  /** The schema of that database, which is not touched yet. */
  Schema(Database database, Ticker ticker) {
    this.database = database;
    this.ticker = ticker;
  }

  /**
   * Returns when the schema is this program's.
   *
   * @throws BackendFailure when it is a newer program's or the database fails
   */
  void require() {
    if (!ready) {
      acquire();
      try {
        migrateUnlessTooSoon();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whether {@link #require} has succeeded. */
  boolean isReady() {
    return ready;
  }

  private void acquire() {
    try {
      if (lock.tryLock(Pool.PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new BackendFailure("the store's schema is still being brought up to date");
  }

  private void migrateUnlessTooSoon() {
    if (ready) {
      return;
    }
    if (failure != null && ticker.nanos() - failedAt < RETRY_NANOS) {
      throw failure;
    }
    try {
      migrate();
      ready = true;
      failure = null;
    } catch (BackendFailure e) {
      failure = e;
      failedAt = ticker.nanos();
      throw e;
    }
  }

  private void migrate() {
    try {
      Flyway flyway =
          Flyway.configure(Schema.class.getClassLoader())
              .dataSource(database.unpooled())
              .resourceProvider(Migration.all())
              .skipDefaultCallbacks(true)
              .table(HISTORY)
              .baselineOnMigrate(true) // a database may hold tables of others
              .baselineVersion("0")
              .load();
      refuseNewer(flyway.info().all());
      flyway.migrate();
    } catch (FlywayException e) {
      throw new BackendFailure(explain(e), e);
    }
  }

  private void refuseNewer(MigrationInfo[] migrations) {
    Optional<MigrationInfo> newest =
        Arrays.stream(migrations)
            .filter(
                migration ->
                    migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
            .reduce((earlier, later) -> later);
    if (newest.isPresent()) {
      throw new BackendFailure(
          "the store (salver.store.url, salver.store.directory) has a schema of version "
              + newest.get().getVersion()
              + ", which this version of Salver does not know; run the newer one");
    }
  }

  private String explain(FlywayException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return database.explain(sql);
      }
    }
    return "the store's schema cannot be brought up to date (salver.store.url,"
        + " salver.store.directory)";
  }
}
