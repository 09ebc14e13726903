package io.salver.store;

import io.salver.rollout.ArmReports;
import io.salver.rollout.ArmsReport;
import io.salver.rollout.EvidenceForm;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutEvent;
import io.salver.rollout.RolloutForm;
import io.salver.rollout.RolloutStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Rollouts in the database of a {@link JdbcStore}, which opens and closes it. Times of events are
 * kept in microseconds. Thread-safe.
 */
public final class JdbcRollouts implements RolloutStore, ArmReports {

  private static final String ALL = "SELECT name, form FROM rollout ORDER BY name";

  private static final String BEGIN =
      "INSERT INTO rollout (revision, form, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

  private static final String CHANGE =
      "UPDATE rollout SET revision = ?, form = ? WHERE name = ? AND revision = ?";

  private static final String REMOVE = "DELETE FROM rollout WHERE name = ? AND revision = ?";

  private static final String TELL =
      """
      INSERT INTO rollout_event (rollout, revision, happened_at, actor, kind, reason, findings)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String EVENTS =
      """
      SELECT revision, happened_at, actor, kind, reason, findings FROM rollout_event
      WHERE rollout = ? AND happened_at < ? ORDER BY happened_at DESC, revision DESC LIMIT ?
      """;

  private static final String REPORT =
      """
      INSERT INTO rollout_report (rollout, replica, began, arms, sample_ratio)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (rollout, replica) DO UPDATE
      SET began = excluded.began, arms = excluded.arms, sample_ratio = excluded.sample_ratio
      """;

  private static final String REPORTS =
      "SELECT arms, sample_ratio FROM rollout_report WHERE rollout = ? AND began = ?";

  private static final String FORGET = "DELETE FROM rollout_report WHERE rollout = ?";

  private final Transactions transactions;

  JdbcRollouts(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<Rollout> all() {
    return transactions.read(
        connection -> {
          List<Rollout> all = new ArrayList<>();
          try (PreparedStatement query = connection.prepareStatement(ALL);
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              all.add(RolloutForm.read(row.getString(1), PlainJson.map(row.getString(2))));
            }
          }
          return all;
        });
  }

  @Override
  public boolean write(Rollout rollout, RolloutEvent event) {
    return transactions.write(connection -> put(connection, rollout) && tell(connection, event));
  }

  @Override
  public boolean remove(String rollout, long revision, RolloutEvent event) {
    return transactions.write(
        connection -> {
          try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            remove.setString(1, rollout);
            remove.setLong(2, revision);
            return remove.executeUpdate() == 1 && tell(connection, event);
          }
        });
  }

  @Override
  public List<RolloutEvent> events(String rollout, Instant before, int limit) {
    return transactions.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(EVENTS)) {
            query.setString(1, rollout);
            query.setLong(2, EventRows.micros(before));
            query.setInt(3, limit);
            return events(rollout, query);
          }
        });
  }

  @Override
  public void report(String rollout, String replica, ArmsReport seen) {
    int unused =
        transactions.write(
            connection -> {
              try (PreparedStatement report = connection.prepareStatement(REPORT)) {
                report.setString(1, rollout);
                report.setString(2, replica);
                report.setLong(3, EventRows.micros(seen.began()));
                report.setString(4, PlainJson.write(EvidenceForm.arms(seen.arms())));
                report.setDouble(5, seen.sampleRatio());
                return report.executeUpdate();
              }
            });
  }

  @Override
  public ArmsReport seen(String rollout, Instant began) {
    return transactions.read(
        connection -> {
          List<ArmsReport> reports = new ArrayList<>();
          try (PreparedStatement query = connection.prepareStatement(REPORTS)) {
            query.setString(1, rollout);
            query.setLong(2, EventRows.micros(began));
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                var arms = EvidenceForm.readArms(PlainJson.map(row.getString(1)));
                reports.add(new ArmsReport(began, arms, row.getDouble(2)));
              }
            }
          }
          return ArmsReport.sum(began, reports);
        });
  }

  @Override
  public void forget(String rollout) {
    int unused =
        transactions.write(
            connection -> {
              try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
                forget.setString(1, rollout);
                return forget.executeUpdate();
              }
            });
  }

  private static boolean put(Connection connection, Rollout rollout) throws SQLException {
    boolean isFirst = rollout.revision() == 1;
    try (PreparedStatement put = connection.prepareStatement(isFirst ? BEGIN : CHANGE)) {
      put.setLong(1, rollout.revision());
      put.setString(2, PlainJson.write(RolloutForm.write(rollout)));
      put.setString(3, rollout.name());
      if (!isFirst) {
        put.setLong(4, rollout.revision() - 1);
      }
      return put.executeUpdate() == 1;
    }
  }

  private static boolean tell(Connection connection, RolloutEvent event) throws SQLException {
    try (PreparedStatement tell = connection.prepareStatement(TELL)) {
      tell.setString(1, event.rollout());
      tell.setLong(2, event.revision());
      tell.setLong(3, EventRows.micros(event.at()));
      tell.setString(4, event.actor());
      tell.setString(5, event.kind());
      tell.setString(6, event.reason());
      tell.setString(7, PlainJson.write(EvidenceForm.findings(event.findings())));
      return tell.executeUpdate() == 1;
    }
  }

  private static List<RolloutEvent> events(String rollout, PreparedStatement query)
      throws SQLException {
    List<RolloutEvent> events = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        events.add(
            new RolloutEvent(
                rollout,
                row.getLong(1),
                Instant.EPOCH.plus(row.getLong(2), ChronoUnit.MICROS),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                EvidenceForm.readFindings(PlainJson.list(row.getString(6)))));
      }
    }
    return events;
  }
}
