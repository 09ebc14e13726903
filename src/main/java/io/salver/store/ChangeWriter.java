package io.salver.store;

import io.salver.recommend.catalogue.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes the changes of one transaction, many by one statement. Changes of items wait beside those
 * of users and events, which is as good as their order, since neither sees the other; among either,
 * what comes later is written later. Confined to one thread; whoever made it closes it.
 */
final class ChangeWriter implements AutoCloseable {

  private final int catalogue;
  private final List<Change> changes;
  private final long first;
  private final boolean[] effective;
  private final Batch putItems;
  private final Batch removeItems;
  private final Batch putUsers;
  private final Batch removeUsers;
  private final Batch recordEvents;
  private final Batch removeEvents;
  private final Batch removals;
  private final List<Batch> batches;

  /** Will number the changes from {@code first} on. */
  ChangeWriter(Connection connection, int catalogue, long first, List<Change> changes) {
    this.catalogue = catalogue;
    this.first = first;
    this.changes = changes;
    this.effective = new boolean[changes.size()];
    this.putItems = new Batch(connection, ItemRows.PUT, effective);
    this.removeItems = new Batch(connection, ItemRows.REMOVE, effective);
    this.putUsers = new Batch(connection, UserRows.PUT, effective);
    this.removeUsers = new Batch(connection, UserRows.REMOVE, effective);
    this.recordEvents = new Batch(connection, EventRows.RECORD, effective);
    this.removeEvents = new Batch(connection, EventRows.REMOVE_OF_USER, effective);
    this.removals = new Batch(connection, RemovalRows.PUT, effective);
    this.batches =
        List.of(putItems, removeItems, putUsers, removeUsers, recordEvents, removeEvents, removals);
  }

  /** The number of each change, or 0 where it found nothing to do. */
  long[] write() throws SQLException {
    for (int place = 0; place < effective.length; place++) {
      add(place);
    }
    flushAll();
    long[] sequences = new long[effective.length];
    for (int place = 0; place < effective.length; place++) {
      if (effective[place]) {
        sequences[place] = first + place;
        noteRemoval(place);
      }
    }
    removals.flush();
    return sequences;
  }

  private void add(int place) throws SQLException {
    long sequence = first + place;
    switch (changes.get(place)) {
      case Change.PutItem put -> {
        removeItems.flush();
        putItems.add(place, row -> ItemRows.bind(row, catalogue, sequence, put.item()));
      }
      case Change.RemoveItem remove -> {
        putItems.flush();
        removeItems.add(place, row -> RemovalRows.bindSubject(row, catalogue, remove.item()));
      }
      case Change.PutUser put -> {
        removeUsers.flush();
        putUsers.add(place, row -> UserRows.bind(row, catalogue, sequence, put.user()));
      }
      case Change.RemoveUser remove -> {
        putUsers.flush();
        recordEvents.flush();
        removeUsers.add(place, row -> RemovalRows.bindSubject(row, catalogue, remove.user()));
        removeEvents.add(place, row -> RemovalRows.bindSubject(row, catalogue, remove.user()));
      }
      case Change.Record record -> {
        removeEvents.flush();
        recordEvents.add(place, row -> EventRows.bind(row, catalogue, sequence, record.event()));
      }
    }
  }

  private void noteRemoval(int place) throws SQLException {
    switch (changes.get(place)) {
      case Change.RemoveItem remove -> noteRemoval(place, RemovalRows.ITEM, remove.item());
      case Change.RemoveUser remove -> noteRemoval(place, RemovalRows.USER, remove.user());
      case Change.PutItem _, Change.PutUser _, Change.Record _ -> {}
    }
  }

  private void noteRemoval(int place, String kind, long id) throws SQLException {
    removals.add(place, row -> RemovalRows.bind(row, catalogue, kind, id, first + place));
  }

  private void flushAll() throws SQLException {
    for (Batch batch : batches) {
      batch.flush();
    }
  }

  @Override
  public void close() throws SQLException {
    for (Batch batch : batches) {
      batch.close();
    }
  }
}
