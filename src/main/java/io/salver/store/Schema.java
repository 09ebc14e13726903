package io.salver.store;

import io.salver.fault.BackendFailure;
import io.salver.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database to this program's schema when it is first wanted, and after a failure again
 * when it is wanted and a second has passed. Several processes may do so at once. Thread-safe:
 * {@code failure} and {@code failedAt} are guarded by the lock, and {@code ready} never turns false
 * again.
 */
final class Schema {

  private static final Logger LOG = System.getLogger(Schema.class.getName());

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
   * @throws BackendFailure when it is that of a newer program, with which this one cannot work, or
   *     the database fails
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
      MigrationInfo[] migrations = flyway.info().all();
      Optional<MigrationInfo> newer = newest(migrations, Schema::isOfNewerProgram);
      if (newer.isPresent()) {
        requireReadable(newer.get(), migrations);
      } else {
        flyway.migrate();
      }
    } catch (FlywayException e) {
      throw new BackendFailure(explain(e), e);
    }
  }

  private static boolean isOfNewerProgram(MigrationInfo migration) {
    return migration.getState() == MigrationState.FUTURE_SUCCESS
        || migration.getState() == MigrationState.FUTURE_FAILED;
  }

  private static Optional<MigrationInfo> newest(
      MigrationInfo[] migrations, Predicate<MigrationInfo> some) {
    return Arrays.stream(migrations)
        .filter(some)
        .max(Comparator.comparing(MigrationInfo::getVersion));
  }

  /** A newer program says in the database which older ones can go on with what it has made. */
  private void requireReadable(MigrationInfo newer, MigrationInfo[] migrations) {
    MigrationVersion own =
        newest(migrations, each -> !isOfNewerProgram(each)).orElseThrow().getVersion();
    if (newer.getState() == MigrationState.FUTURE_FAILED || !own.isAtLeast(oldestReader())) {
      throw new BackendFailure(
          "the store (salver.store.url, salver.store.directory) has a schema of version "
              + newer.getVersion()
              + ", which this version of Salver does not know; run the newer one");
    }
    LOG.log(
        Level.INFO,
        () ->
            "the store has a schema of version %s, which this version of Salver, that of %s, can work with"
                .formatted(newer.getVersion(), own));
  }

  private String oldestReader() {
    try (Connection connection = database.unpooled().getConnection();
        Statement statement = connection.createStatement();
        ResultSet oldest = statement.executeQuery("SELECT max(version) FROM oldest_reader")) {
      return oldest.next() ? oldest.getString(1) : "";
    } catch (SQLException e) {
      throw new BackendFailure(database.explain(e), e);
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
