package io.salver.store;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.recommend.catalogue.Event;
import io.salver.recommend.catalogue.EventType;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** How events lie in their table. */
final class EventRows {

  static final String COLUMNS =
      "id, type, user_id, item_id, happened_at, value, recommendation, position";

  static final String RECORD =
      "INSERT INTO catalogue_event (catalogue, sequence, "
          + COLUMNS
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (catalogue, id) DO NOTHING";

  static final String REMOVE_OF_USER =
      "DELETE FROM catalogue_event WHERE catalogue = ? AND user_id = ?";

  /** The last of {@code (catalogue, user)}, newest first, at most {@code limit}. */
  static final String LAST =
      "SELECT "
          + COLUMNS
          + " FROM catalogue_event WHERE catalogue = ? AND user_id = ?"
          + " ORDER BY sequence DESC LIMIT ?";

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private EventRows() {}

  static void bind(PreparedStatement record, int catalogue, long sequence, Event event)
      throws SQLException {
    record.setInt(1, catalogue);
    record.setLong(2, sequence);
    record.setString(3, storable("id of an event", event.id()));
    record.setString(4, event.type().label());
    record.setLong(5, event.user());
    record.setLong(6, event.item());
    record.setLong(7, micros(event.at()));
    if (event.value().isPresent()) {
      record.setDouble(8, event.value().getAsDouble());
    } else {
      record.setNull(8, Types.DOUBLE);
    }
    Optional<String> recommendation = event.recommendation();
    record.setString(
        9, recommendation.map(id -> storable("id of a recommendation", id)).orElse(null));
    if (event.position().isPresent()) {
      record.setInt(10, event.position().getAsInt());
    } else {
      record.setNull(10, Types.INTEGER);
    }
  }

  /** From {@link #COLUMNS}. */
  static Event read(ResultSet row, int column) throws SQLException {
    return new Event(
        row.getString(column),
        type(row.getString(column + 1)),
        row.getLong(column + 2),
        row.getLong(column + 3),
        Instant.EPOCH.plus(row.getLong(column + 4), ChronoUnit.MICROS),
        real(row, column + 5),
        Optional.ofNullable(row.getString(column + 6)),
        whole(row, column + 7));
  }

  private static OptionalDouble real(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static OptionalInt whole(ResultSet row, int column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static EventType type(String label) {
    return EventType.of(label)
        .orElseThrow(
            () -> new BackendFailure("the store holds an event of the unknown type " + label));
  }

  /** The microseconds from 1970 to {@code at}. */
  static long micros(Instant at) {
    try {
      return Math.addExact(
          Math.multiplyExact(at.getEpochSecond(), MICROS_PER_SECOND),
          at.getNano() / NANOS_PER_MICRO);
    } catch (ArithmeticException e) {
      throw new InvalidInput("an event cannot have happened at " + at);
    }
  }

  /** PostgreSQL's texts are UTF-8 without the character 0. */
  private static String storable(String what, String text) {
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new InvalidInput("the " + what + " holds a character that is none");
    }
    return text;
  }
}
