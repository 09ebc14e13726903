package io.salver.store;

import io.salver.recommend.catalogue.CatalogueReader;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.ChangeLog;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.NumberedChange;
import io.salver.recommend.catalogue.User;
import io.salver.time.Ticker;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Catalogues in a relational database, which is opened and brought to the present schema when it is
 * first wanted. An image and the attributes of an item are kept as they came; the time of an event
 * in microseconds. Thread-safe; closed by its owner when nobody uses it any more.
 */
public final class JdbcStore implements ChangeLog, CatalogueReader, AutoCloseable {

  private final Database database;
  private final Transactions transactions;
  private final EventRetention retention;
  private final JdbcPredictions predictions;
  private final JdbcLists lists;
  private final JdbcRollouts rollouts;
  private final JdbcHandOver handOver;

  private JdbcStore(Database database, Clock clock, Ticker ticker) {
    this.database = database;
    this.transactions = new Transactions(database, new Schema(database, ticker));
    this.retention = new EventRetention(transactions, clock);
    this.predictions = new JdbcPredictions(transactions);
    this.lists = new JdbcLists(transactions);
    this.rollouts = new JdbcRollouts(transactions);
    this.handOver = new JdbcHandOver(transactions, clock);
  }

  /**
   * The store that the settings name.
   *
   * @throws IllegalArgumentException when the URL is not one of PostgreSQL
   */
  public static JdbcStore of(StoreSettings settings, Clock clock, Ticker ticker) {
    return new JdbcStore(database(settings), clock, ticker);
  }

  private static Database database(StoreSettings settings) {
    if (settings.url().isEmpty()) {
      return new SqliteDatabase(settings.directory());
    }
    String url = settings.url().get();
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "salver.store.url must begin with jdbc:postgresql://, or be left out for the embedded"
              + " store; received "
              + settings);
    }
    return new PostgresDatabase(url, settings);
  }

  @Override
  public long[] write(String catalogue, List<Change> changes) {
    if (changes.isEmpty()) {
      return new long[0];
    }
    return transactions.write(
        connection -> {
          var position = Catalogues.advance(connection, catalogue, changes.size());
          long first = position.sequence() - changes.size() + 1;
          try (ChangeWriter writer = new ChangeWriter(connection, position.id(), first, changes)) {
            return writer.write();
          }
        });
  }

  @Override
  public List<NumberedChange> after(String catalogue, long sequence, int limit) {
    return transactions.read(
        connection -> {
          var position = Catalogues.find(connection, catalogue);
          return position.isEmpty() || position.get().sequence() <= sequence
              ? List.of()
              : ChangeFeed.page(connection, position.get().id(), sequence, limit);
        });
  }

  @Override
  public Optional<Item> item(String catalogue, long id) {
    return select(catalogue, ItemRows.ONE, ItemRows::readWithImage, id).stream().findFirst();
  }

  @Override
  public List<Item> items(String catalogue, long after, int limit) {
    return select(catalogue, ItemRows.PAGE, ItemRows::readWithImage, after, limit);
  }

  @Override
  public Optional<User> user(String catalogue, long id) {
    return select(catalogue, UserRows.ONE, UserRows::read, id).stream().findFirst();
  }

  @Override
  public List<Event> events(String catalogue, long user, int limit) {
    return select(catalogue, EventRows.LAST, EventRows::read, user, limit);
  }

  /** The rows of a query whose first parameter is the catalogue. */
  private <T> List<T> select(String catalogue, String sql, Reading<T> reading, long... parameters) {
    return transactions.read(
        connection -> {
          var position = Catalogues.find(connection, catalogue);
          if (position.isEmpty()) {
            return List.of();
          }
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, position.get().id());
            for (int i = 0; i < parameters.length; i++) {
              query.setLong(i + 2, parameters[i]);
            }
            return all(query, reading);
          }
        });
  }

  private static <T> List<T> all(PreparedStatement query, Reading<T> reading) throws SQLException {
    List<T> all = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        all.add(reading.read(row, 1));
      }
    }
    return all;
  }

  /**
   * Deletes the events that happened longer ago than that, some at a time; nothing before the store
   * is in use.
   *
   * @return how many those were
   * @throws io.salver.fault.BackendFailure when the store fails
   */
  public long deleteEventsOlderThan(Duration age) {
    return retention.deleteOlderThan(age);
  }

  /** What models said and what turned out to be true, in the same database. */
  public JdbcPredictions predictions() {
    return predictions;
  }

  /** What became of lists, in the same database. */
  public JdbcLists lists() {
    return lists;
  }

  /** How traffic is divided, in the same database. */
  public JdbcRollouts rollouts() {
    return rollouts;
  }

  /** What processes that ended have left to others, in the same database. */
  public JdbcHandOver handOver() {
    return handOver;
  }

  /**
   * Asks the database for a sign of life.
   *
   * @throws io.salver.fault.BackendFailure when there is none
   */
  public void probe() {
    transactions.read(connection -> Catalogues.find(connection, ""));
  }

  @Override
  public void close() {
    database.close();
  }

  /** Reads what a row holds from {@code column} on. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(ResultSet row, int column) throws SQLException;
  }
}
