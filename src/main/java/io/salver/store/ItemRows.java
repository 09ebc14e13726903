package io.salver.store;

import io.salver.recommend.catalogue.Image;
import io.salver.recommend.catalogue.Item;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** How items lie in their table. */
final class ItemRows {

  static final String PUT =
      """
      INSERT INTO catalogue_item (catalogue, id, sequence, attributes, image)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (catalogue, id) DO UPDATE SET sequence = excluded.sequence,
        attributes = excluded.attributes, image = excluded.image
      """;

  static final String REMOVE = "DELETE FROM catalogue_item WHERE catalogue = ? AND id = ?";

  /** After {@code (catalogue, id)}, at most {@code limit}. */
  static final String PAGE =
      """
      SELECT id, attributes, image FROM catalogue_item
      WHERE catalogue = ? AND id > ? ORDER BY id LIMIT ?
      """;

  static final String ONE =
      "SELECT id, attributes, image FROM catalogue_item WHERE catalogue = ? AND id = ?";

  private ItemRows() {}

  static void bind(PreparedStatement put, int catalogue, long sequence, Item item)
      throws SQLException {
    put.setInt(1, catalogue);
    put.setLong(2, item.id());
    put.setLong(3, sequence);
    put.setString(4, AttributesJson.write(item.attributes()));
    put.setBytes(5, item.image().map(Image::bytes).orElse(null));
  }

  /** From the columns id, attributes. */
  static Item read(ResultSet row, int column) throws SQLException {
    return read(row, column, Optional.empty());
  }

  /** From the columns id, attributes, image. */
  static Item readWithImage(ResultSet row, int column) throws SQLException {
    return read(row, column, Optional.ofNullable(row.getBytes(column + 2)).map(Image::new));
  }

  private static Item read(ResultSet row, int column, Optional<Image> image) throws SQLException {
    return new Item(row.getLong(column), AttributesJson.read(row.getString(column + 1)), image);
  }
}
