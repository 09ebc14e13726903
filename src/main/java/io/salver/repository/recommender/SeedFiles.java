package io.salver.repository.recommender;

import io.salver.fault.BackendFailure;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.AttributeKind;
import io.salver.recommend.catalogue.CatalogueSeed;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Image;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.catalogue.TextColumn;
import io.salver.recommend.catalogue.User;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A seed from files: items and users as tables, histories as item ids joined by one space, and a
 * ZIP file of pictures named {@code <item id>.png} or {@code .jpg}.
 */
final class SeedFiles implements CatalogueSeed {

  private final Table items;
  private final Table users;
  private final Optional<TextColumn> histories;
  private final Optional<Path> images;

  SeedFiles(TableFile.Read items, TableFile.Read users, Optional<Path> images) {
    this.items = items.table();
    this.users = users.table();
    this.histories = users.apart();
    this.images = images;
  }

  @Override
  public SequencedMap<String, AttributeKind> itemSchema() {
    return items.schema();
  }

  @Override
  public SequencedMap<String, AttributeKind> userSchema() {
    return users.schema();
  }

  @Override
  public void read(int batch, Consumer<List<Change>> sink) {
    try (@Nullable ZipFile pictures =
        images.isPresent() ? new ZipFile(images.get().toFile()) : null) {
      Batches batches = new Batches(batch, sink);
      for (int row = 0; row < items.size(); row++) {
        long id = items.ids().id(row);
        batches.add(new Change.PutItem(new Item(id, items.values(row), image(pictures, id))));
      }
      for (int row = 0; row < users.size(); row++) {
        batches.add(
            new Change.PutUser(new User(users.ids().id(row), users.values(row), history(row))));
      }
      batches.end();
    } catch (IOException e) {
      throw new BackendFailure("the images of the catalogue cannot be read: " + e, e);
    }
  }

  private static Optional<Image> image(@Nullable ZipFile pictures, long id) throws IOException {
    if (pictures == null) {
      return Optional.empty();
    }
    for (String suffix : List.of(".png", ".jpg")) {
      ZipEntry entry = pictures.getEntry(id + suffix);
      if (entry != null) {
        try (InputStream in = pictures.getInputStream(entry)) {
          return Optional.of(new Image(in.readAllBytes()));
        }
      }
    }
    return Optional.empty();
  }

  private List<Long> history(int row) {
    Optional<Value> written = histories.flatMap(column -> column.value(row));
    if (written.isEmpty() || !(written.get() instanceof Value.Text text)) {
      return List.of();
    }
    try {
      return Arrays.stream(text.text().strip().split(" +")).map(Long::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new BackendFailure(
          "a history expects item ids joined by spaces, received '" + text.text() + "'", e);
    }
  }

  /** Collects changes; not thread-safe. */
  private static final class Batches {

    private final int size;
    private final Consumer<List<Change>> sink;
    private List<Change> current = new ArrayList<>();

    Batches(int size, Consumer<List<Change>> sink) {
      this.size = size;
      this.sink = sink;
    }

    void add(Change change) {
      current.add(change);
      if (current.size() == size) {
        end();
      }
    }

    void end() {
      if (!current.isEmpty()) {
        sink.accept(current);
        current = new ArrayList<>();
      }
    }
  }
}
