package io.salver.repository.recommender;

import io.salver.fault.BackendFailure;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Column;
import io.salver.recommend.catalogue.Histories;
import io.salver.recommend.catalogue.IdDirectory;
import java.util.Arrays;
import java.util.Optional;

/** Reads histories: item ids joined by one space, oldest first; ids without an item are dropped. */
final class HistoriesReader {

  private HistoriesReader() {}

  static Histories read(Optional<Column.Texts> column, int users, IdDirectory items) {
    Histories.Builder histories = new Histories.Builder();
    for (int row = 0; row < users; row++) {
      int user = row;
      Optional<Value> written = column.flatMap(texts -> texts.value(user));
      histories.add(written.map(value -> rows(value, items)).orElseGet(() -> new int[0]));
    }
    return histories.build();
  }

  private static int[] rows(Value value, IdDirectory items) {
    if (!(value instanceof Value.Text text)) {
      throw new IllegalArgumentException("a history is a text, not " + value);
    }
    try {
      return Arrays.stream(text.text().strip().split(" +"))
          .mapToInt(id -> items.row(Long.parseLong(id)))
          .filter(row -> row != IdDirectory.ABSENT)
          .toArray();
    } catch (NumberFormatException e) {
      throw new BackendFailure(
          "a history expects item ids joined by spaces, received '" + text.text() + "'", e);
    }
  }
}
