package io.salver.recommend.live;

import io.salver.recommend.Value;
import io.salver.recommend.catalogue.AttributeKind;
import io.salver.recommend.catalogue.CatalogueSeed;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.Item;
import io.salver.recommend.catalogue.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** Items 1 to {@code count} with price and title, and one user with a history. */
record SmallSeed(int count) implements CatalogueSeed {

  static Item item(long id, double price) {
    return Item.of(
        id, Map.of("title", new Value.Text("item " + id), "price", new Value.Real(price)));
  }

  @Override
  public SequencedMap<String, AttributeKind> itemSchema() {
    SequencedMap<String, AttributeKind> schema = new LinkedHashMap<>();
    schema.put("title", AttributeKind.TEXT);
    schema.put("price", AttributeKind.NUMBER);
    schema.put("tags", AttributeKind.TEXTS);
    return schema;
  }

  @Override
  public SequencedMap<String, AttributeKind> userSchema() {
    return new LinkedHashMap<>(Map.of("market", AttributeKind.TEXT));
  }

  @Override
  public void read(int batch, Consumer<List<Change>> sink) {
    List<Change> changes = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      changes.add(new Change.PutItem(item(id, id)));
    }
    var features = new LinkedHashMap<>(Map.<String, Value>of("market", new Value.Text("north")));
    changes.add(new Change.PutUser(new User(1, features, List.of(1L, 2L))));
    sink.accept(changes);
  }
}
