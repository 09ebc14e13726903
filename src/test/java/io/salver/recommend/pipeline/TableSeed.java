package io.salver.recommend.pipeline;

import io.salver.recommend.catalogue.AttributeKind;
import io.salver.recommend.catalogue.CatalogueSeed;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.catalogue.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** The rows of two tables, with the histories of some users. */
record TableSeed(Table items, Table users, Map<Long, List<Long>> histories)
    implements CatalogueSeed {

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
    List<Change> changes = new ArrayList<>();
    for (int row = 0; row < items.size(); row++) {
      changes.add(new Change.PutItem(Item.of(items.ids().id(row), items.values(row))));
    }
    for (int row = 0; row < users.size(); row++) {
      long id = users.ids().id(row);
      List<Long> history = histories.getOrDefault(id, List.of());
      changes.add(new Change.PutUser(new User(id, users.values(row), history)));
    }
    sink.accept(changes);
  }
}
