package io.salver.store;

import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Image;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.NumberedChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads pages of a catalogue's changes: merges its tables by sequence, then fetches the images of
 * the page. A page ends early rather than hold images of more than {@value #MAX_IMAGE_BYTES} bytes
 * beyond its first. The transaction must see one state of all tables.
 */
final class ChangeFeed {

  static final long MAX_IMAGE_BYTES = 32 << 20;

  private static final int IMAGES_FETCHED_TOGETHER = 16;

  private static final String ITEMS =
      """
      SELECT sequence, COALESCE(LENGTH(image), 0), id, attributes FROM catalogue_item
      WHERE catalogue = ? AND sequence > ? ORDER BY sequence LIMIT ?
      """;

  private static final String USERS =
      """
      SELECT sequence, 0, id, features, history FROM catalogue_user
      WHERE catalogue = ? AND sequence > ? ORDER BY sequence LIMIT ?
      """;

  private static final String EVENTS =
      "SELECT sequence, 0, "
          + EventRows.COLUMNS
          + " FROM catalogue_event"
          + " WHERE catalogue = ? AND sequence > ? ORDER BY sequence LIMIT ?";

  private static final String REMOVALS =
      """
      SELECT sequence, 0, kind, id FROM catalogue_removal
      WHERE catalogue = ? AND sequence > ? ORDER BY sequence LIMIT ?
      """;

  private static final String IMAGES =
      """
      SELECT sequence, image FROM catalogue_item
      WHERE catalogue = ? AND sequence > ? AND sequence <= ? AND image IS NOT NULL
      ORDER BY sequence
      """;

  private ChangeFeed() {}

  static List<NumberedChange> page(Connection connection, int catalogue, long after, int limit)
      throws SQLException {
    List<NumberedChange> page = new ArrayList<>();
    long imageBytes;
    try (FeedCursor items =
            FeedCursor.open(connection, ITEMS, catalogue, after, limit, ChangeFeed::putItem);
        FeedCursor users =
            FeedCursor.open(connection, USERS, catalogue, after, limit, ChangeFeed::putUser);
        FeedCursor events =
            FeedCursor.open(connection, EVENTS, catalogue, after, limit, ChangeFeed::record);
        FeedCursor removals =
            FeedCursor.open(connection, REMOVALS, catalogue, after, limit, RemovalRows::read)) {
      imageBytes = merge(List.of(items, users, events, removals), limit, page);
    }
    if (imageBytes > 0) {
      addImages(connection, catalogue, after, page);
    }
    return page;
  }

  /** Fills the page and tells how many bytes its images have. */
  private static long merge(List<FeedCursor> cursors, int limit, List<NumberedChange> page)
      throws SQLException {
    long imageBytes = 0;
    while (page.size() < limit) {
      FeedCursor next = cursors.getFirst();
      for (FeedCursor cursor : cursors) {
        if (cursor.sequence() < next.sequence()) {
          next = cursor;
        }
      }
      if (next.sequence() == FeedCursor.END) {
        break;
      }
      long bytes = next.imageBytes();
      if (bytes > 0 && imageBytes > 0 && imageBytes + bytes > MAX_IMAGE_BYTES) {
        break;
      }
      imageBytes += bytes;
      page.add(new NumberedChange(next.sequence(), next.change()));
      next.next();
    }
    return imageBytes;
  }

  private static void addImages(
      Connection connection, int catalogue, long after, List<NumberedChange> page)
      throws SQLException {
    Map<Long, Image> images = images(connection, catalogue, after, page.getLast().sequence());
    page.replaceAll(
        numbered ->
            images.containsKey(numbered.sequence())
                    && numbered.change() instanceof Change.PutItem(Item item)
                ? new NumberedChange(
                    numbered.sequence(),
                    new Change.PutItem(
                        new Item(
                            item.id(),
                            item.attributes(),
                            Optional.of(images.get(numbered.sequence())))))
                : numbered);
  }

  private static Map<Long, Image> images(
      Connection connection, int catalogue, long after, long last) throws SQLException {
    Map<Long, Image> images = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(IMAGES)) {
      query.setInt(1, catalogue);
      query.setLong(2, after);
      query.setLong(3, last);
      query.setFetchSize(IMAGES_FETCHED_TOGETHER);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          images.put(row.getLong(1), new Image(row.getBytes(2)));
        }
      }
    }
    return images;
  }

  private static Change putItem(ResultSet row, int column) throws SQLException {
    return new Change.PutItem(ItemRows.read(row, column));
  }

  private static Change putUser(ResultSet row, int column) throws SQLException {
    return new Change.PutUser(UserRows.read(row, column));
  }

  private static Change record(ResultSet row, int column) throws SQLException {
    return new Change.Record(EventRows.read(row, column));
  }
}
