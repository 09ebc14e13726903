package io.salver.store;

import io.salver.monitor.outcome.HandOver;
import io.salver.monitor.outcome.Parcel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parcels in the database of a {@link JdbcStore}, which opens and closes it. Whoever deletes a row
 * has taken it: of several that try, the database lets one. Thread-safe.
 */
public final class JdbcHandOver implements HandOver {

  private static final Logger LOG = System.getLogger(JdbcHandOver.class.getName());

  private static final String LEAVE =
      """
      INSERT INTO handed_over (id, kind, subject, form, left_at, place, until, content)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String FIND =
      """
      SELECT id, form FROM handed_over WHERE kind = ? AND subject = ?
      ORDER BY left_at DESC, place DESC
      """;

  private static final String TAKE =
      "DELETE FROM handed_over WHERE id = ? RETURNING kind, subject, form, until, content";

  private static final String RETAIN = "DELETE FROM handed_over WHERE until < ?";

  private final Transactions transactions;
  private final InstantSource clock;

  /** What was warned of. */
  private final Set<Integer> newerForms = ConcurrentHashMap.newKeySet();

  JdbcHandOver(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public void leave(List<Parcel> parcels) {
    long leftAt = EventRows.micros(clock.instant());
    int unused =
        transactions.write(
            connection -> {
              try (PreparedStatement leave = connection.prepareStatement(LEAVE)) {
                for (int place = 0; place < parcels.size(); place++) {
                  bind(leave, parcels.get(place), leftAt, place);
                  leave.addBatch();
                }
                return leave.executeBatch().length;
              }
            });
  }

  @Override
  public Optional<Parcel> take(Parcel.Kind kind, String subject, int newestForm) {
    if (!transactions.hasBegun()) {
      return Optional.empty();
    }
    for (String id : find(kind, subject, newestForm)) {
      Optional<Parcel> taken = transactions.write(connection -> take(connection, id));
      if (taken.isPresent()) {
        return taken;
      }
    }
    return Optional.empty();
  }

  @Override
  public long retain(Instant now) {
    if (!transactions.hasBegun()) {
      return 0;
    }
    return transactions.<Long>write(
        connection -> {
          try (PreparedStatement retain = connection.prepareStatement(RETAIN)) {
            retain.setLong(1, EventRows.micros(now));
            return (long) retain.executeUpdate();
          }
        });
  }

  private List<String> find(Parcel.Kind kind, String subject, int newestForm) {
    return transactions.read(
        connection -> {
          List<String> ids = new ArrayList<>();
          try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, kind.name());
            find.setString(2, subject);
            try (ResultSet row = find.executeQuery()) {
              while (row.next()) {
                int form = row.getInt(2);
                if (form <= newestForm) {
                  ids.add(row.getString(1));
                } else if (newerForms.add(form)) {
                  warn(kind, form, newestForm);
                }
              }
            }
          }
          return ids;
        });
  }

  private static void warn(Parcel.Kind kind, int form, int newestForm) {
    LOG.log(
        Level.WARNING,
        () ->
            "the store holds answers (%s) that a newer version has handed over in the form %d; this one reads up to %d and leaves them there"
                .formatted(kind, form, newestForm));
  }

  private static Optional<Parcel> take(Connection connection, String id) throws SQLException {
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setString(1, id);
      try (ResultSet row = take.executeQuery()) {
        return row.next() ? Optional.of(parcel(row)) : Optional.empty();
      }
    }
  }

  private static Parcel parcel(ResultSet row) throws SQLException {
    return new Parcel(
        Parcel.Kind.valueOf(row.getString(1)),
        row.getString(2),
        row.getInt(3),
        Instant.EPOCH.plus(row.getLong(4), ChronoUnit.MICROS),
        row.getBytes(5));
  }

  private static void bind(PreparedStatement leave, Parcel parcel, long leftAt, int place)
      throws SQLException {
    leave.setString(1, UUID.randomUUID().toString());
    leave.setString(2, parcel.kind().name());
    leave.setString(3, parcel.subject());
    leave.setInt(4, parcel.form());
    leave.setLong(5, leftAt);
    leave.setInt(6, place);
    leave.setLong(7, EventRows.micros(parcel.until()));
    leave.setBytes(8, parcel.content());
  }
}
